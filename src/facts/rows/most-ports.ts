/** The port numbers of a bridge have 10 bits: https://github.com/torvalds/linux/blob/master/net/bridge/br_private.h (BR_PORT_BITS) */
export const MOST_PORTS = 1024

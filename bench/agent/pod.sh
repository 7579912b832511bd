#!/bin/sh
# The agent's container as the chart has it, without a container runtime: namespaces of its own, a root file system with
# the program and what the chart mounts of the node, uid 65534, no capability. Runs in a new mount namespace.
# Arguments: an empty folder for the root, the program, what is mounted (PATH=PATH_IN_THE_POD, with commas), the command.
set -e
root=$1 program=$2 mounts=$3
shift 3

mount -t tmpfs -o mode=755 tmpfs "$root"
bind() { # source, target: as runtimes do, with all below it, and without propagation
  if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$root${2%/*}" && : >"$root$2"; fi
  mount --rbind "$1" "$root$2"
  mount --make-rprivate "$root$2"
}
for path in bin lib lib64 sbin; do [ ! -L /$path ] || cp -P /$path "$root/$path"; done
bind /usr /usr
bind "$program/dist" "$program/dist"
bind "$(readlink -f "$program/node_modules")" "$program/node_modules"
bind "${CASEBOOK_BENCH_SCRIPTS:?}" "$CASEBOOK_BENCH_SCRIPTS"
cp "$program/package.json" "$root$program/package.json"
mkdir -p "$root/dev" "$root/proc" "$root/old"
for device in null urandom; do bind /dev/$device /dev/$device; done

rest=$mounts
while [ -n "$rest" ]; do
  pair=${rest%%,*}
  case $rest in *,*) rest=${rest#*,} ;; *) rest= ;; esac
  case $pair in
    slave=*) mkdir -p "$root${pair#slave=}" && mount --rbind / "$root${pair#slave=}" ;; # keeps what it has: the control
    *) bind "${pair%%=*}" "${pair#*=}" && mount -o remount,bind,ro "$root${pair#*=}" ;;
  esac
done
mount -t proc proc "$root/proc"
cd "$root"
pivot_root . old
umount -l /old
mount -o remount,ro /
exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "$@"

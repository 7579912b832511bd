import type sysctl from '../../facts/sysctl.ts'
import { type Looked, measured, type NotChecked, type Probe } from '../../model/probe.ts'
import type { NodeView } from '../node-view.ts'
import { lookOrSay, together } from './reading/all-looks.ts'
import { readKernelNumber, sysctlFile } from './reading/kernel-number.ts'
import { isAmongUsersOfNode, isInNetworkOfNode } from './reading/own-namespaces.ts'

/** The same in every namespace. */
const OF_THE_KERNEL: readonly string[] = [
  ...below('fs', 'mount-max', 'file-max', 'nr_open', 'aio-nr', 'aio-max-nr'),
  ...below('fs.inotify', 'max_user_instances', 'max_user_watches', 'max_queued_events'),
  ...below('kernel', 'threads-max', 'hung_task_timeout_secs', 'hung_task_panic', 'panic', 'panic_on_oops'),
  ...below('kernel.keys', 'maxkeys', 'maxbytes', 'root_maxkeys', 'root_maxbytes'),
  ...below('vm', 'max_map_count', 'overcommit_memory', 'panic_on_oom', 'min_free_kbytes', 'nr_hugepages', 'swappiness'),
]
const OF_THE_PID_NAMESPACE = ['kernel.pid_max']
const OF_THE_USER_NAMESPACE = below(
  'user',
  'max_user_namespaces',
  'max_mnt_namespaces',
  'max_net_namespaces',
  'max_pid_namespaces',
)
const OF_THE_NET_NAMESPACE: readonly string[] = [
  ...below('net.netfilter', 'nf_conntrack_max', 'nf_conntrack_buckets', 'nf_conntrack_tcp_timeout_established'),
  ...below('net.ipv4.neigh.default', 'gc_thresh1', 'gc_thresh2', 'gc_thresh3'),
  ...below('net.ipv6.neigh.default', 'gc_thresh1', 'gc_thresh2', 'gc_thresh3'),
  ...below('net.ipv4', 'ip_forward', 'conf.all.rp_filter', 'tcp_max_syn_backlog'),
  ...below('net.core', 'somaxconn', 'netdev_max_backlog'),
  ...below('net.bridge', 'bridge-nf-call-iptables'),
]

/** What a namespace has of its own, the kernel answers for the namespace of the reader, also below the procfs of the node. */
const probe: Probe<NodeView> = {
  summary: 'The kernel parameters that cases ask for.',
  yields: ['sysctl'],
  deadlineMs: 1_000,
  look: (view) =>
    together([
      read(view, OF_THE_KERNEL),
      readIf(!view.contained, view, OF_THE_PID_NAMESPACE, 'pid'),
      readIf(isAmongUsersOfNode(view), view, OF_THE_USER_NAMESPACE, 'user'),
      readIf(isInNetworkOfNode(view), view, OF_THE_NET_NAMESPACE, 'network'),
    ]),
}

export default probe

function below(folder: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${folder}.${name}`)
}

function readIf(isNodes: boolean, view: NodeView, names: readonly string[], namespace: string): Looked {
  return isNodes ? read(view, names) : { facts: [], notChecked: names.map((name) => ofOurs(name, namespace)) }
}

function ofOurs(name: string, namespace: string): NotChecked {
  return { what: name, why: 'not-trusted', says: `the kernel answers for the ${namespace} namespace of the agent` }
}

function read(view: NodeView, names: readonly string[]): Looked {
  return together(names.map((name) => readOne(view, name)))
}

function readOne(view: NodeView, name: string): Looked {
  return lookOrSay(name, { right: 'to read it', absent: 'this kernel does not have it' }, () => ({
    facts: [measured<typeof sysctl>('sysctl', { name, value: readKernelNumber(sysctlFile(view, name)) })],
    notChecked: [],
  }))
}

import type { Container, PodSpec, Volume } from './installs.ts'

/** A control of the Pod Security Standards; `violations` says what in a pod breaks it. */
interface Control {
  readonly name: string
  readonly level: 'baseline' | 'restricted'
  readonly violations: (pod: PodSpec) => readonly string[]
}

type Context = Readonly<Record<string, unknown>>

const BASELINE_CAPABILITIES = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
])
const SAFE_SYSCTLS = new Set([
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start'],
  ...['net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_local_reserved_ports'],
  ...['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl'],
  ...['net.ipv4.tcp_keepalive_probes'],
])
const SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'])
const VOLUME_TYPES = new Set([
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'],
])
const SECCOMP = new Set(['RuntimeDefault', 'Localhost'])

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/, each row of both tables that a pod on Linux can break. */
export const CONTROLS: readonly Control[] = [
  control('baseline', 'Host Namespaces', (pod) =>
    (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => pod[name] === true),
  ),
  control(
    'baseline',
    'Privileged Containers',
    ofContexts(({ privileged }) => privileged === true && 'privileged'),
  ),
  control('baseline', 'Capabilities', ofContainers(addedBeyond(BASELINE_CAPABILITIES))),
  control('baseline', 'HostPath Volumes', ({ volumes }) => volumes.flatMap(({ hostPath }) => hostPath?.path ?? [])),
  control(
    'baseline',
    'Host Ports',
    ofContainers(({ ports = [] }) => ports.flatMap(({ hostPort }) => hostPort ?? [])),
  ),
  control(
    'baseline',
    'AppArmor',
    ofContexts((context) => typeOf(context.appArmorProfile) === 'Unconfined' && 'Unconfined'),
  ),
  control('baseline', 'SELinux', ofContexts(selinuxViolation)),
  control(
    'baseline',
    '/proc Mount Type',
    ofContexts(({ procMount = 'Default' }) => procMount !== 'Default' && 'procMount'),
  ),
  control(
    'baseline',
    'Seccomp',
    ofContexts(({ seccompProfile }) => typeOf(seccompProfile) === 'Unconfined' && 'Unconfined'),
  ),
  control('baseline', 'Sysctls', ({ securityContext }) =>
    namesOf(securityContext.sysctls).filter((it) => !SAFE_SYSCTLS.has(it)),
  ),
  control('restricted', 'Volume Types', ({ volumes }) =>
    volumes.flatMap(volumeTypes).filter((it) => !VOLUME_TYPES.has(it)),
  ),
  control(
    'restricted',
    'Privilege Escalation',
    ofContainers(({ securityContext }) =>
      securityContext.allowPrivilegeEscalation === false ? [] : ['allowPrivilegeEscalation'],
    ),
  ),
  control('restricted', 'Running as Non-root', (pod) => everywhere(pod, 'runAsNonRoot', (value) => value === true)),
  control(
    'restricted',
    'Running as Non-root user',
    ofContexts(({ runAsUser }) => runAsUser === 0 && 'runAsUser: 0'),
  ),
  control('restricted', 'Seccomp', (pod) =>
    everywhere(pod, 'seccompProfile', (value) => SECCOMP.has(typeOf(value) ?? '')),
  ),
  control(
    'restricted',
    'Capabilities',
    ofContainers(({ securityContext }) => [
      ...(capabilities(securityContext, 'drop').includes('ALL') ? [] : ['does not drop ALL']),
      ...capabilities(securityContext, 'add').filter((it) => it !== 'NET_BIND_SERVICE'),
    ]),
  ),
]

/** `CONTROL: what`, one for each violation. */
export function violations(pod: PodSpec): string[] {
  return CONTROLS.flatMap(({ name, violations }) => violations(pod).map((what) => `${name}: ${what}`))
}

function control(level: Control['level'], name: string, find: (pod: PodSpec) => readonly (string | number)[]): Control {
  return { name, level, violations: (pod) => find(pod).map(String) }
}

function ofContainers<Found>(find: (container: Container) => readonly Found[]): (pod: PodSpec) => Found[] {
  return ({ containers }) => containers.flatMap(find)
}

function ofContexts(find: (context: Context) => string | false): (pod: PodSpec) => string[] {
  return (pod) => [pod, ...pod.containers].flatMap(({ securityContext }) => find(securityContext) || [])
}

/** A container's own word counts before that of its pod. */
function everywhere(pod: PodSpec, key: string, isGood: (value: unknown) => boolean): string[] {
  return pod.containers.flatMap(({ securityContext }) =>
    isGood(securityContext[key] ?? pod.securityContext[key]) ? [] : [key],
  )
}

function addedBeyond(allowed: ReadonlySet<string>) {
  return ({ securityContext }: Container) => capabilities(securityContext, 'add').filter((it) => !allowed.has(it))
}

function capabilities({ capabilities }: Context, which: 'add' | 'drop'): readonly string[] {
  return (capabilities as Partial<Record<typeof which, readonly string[]>> | undefined)?.[which] ?? []
}

function selinuxViolation({ seLinuxOptions }: Context): string | false {
  const { type = '', user = '', role = '' } = (seLinuxOptions ?? {}) as Record<string, string>
  return (!SELINUX_TYPES.has(type) || user !== '' || role !== '') && 'seLinuxOptions'
}

function volumeTypes(volume: Volume): string[] {
  return Object.keys(volume).filter((key) => key !== 'name')
}

function namesOf(list: unknown): string[] {
  return ((list ?? []) as readonly { readonly name: string }[]).map(({ name }) => name)
}

function typeOf(profile: unknown): string | undefined {
  return (profile as { readonly type?: string } | undefined)?.type
}

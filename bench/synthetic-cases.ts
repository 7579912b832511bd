import type { TextDocument } from '../src/matching/full-text.ts'

/** Numbers from 0 to 1, the same for the same seed on every machine (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A case of the library: `symptoms` are templates whose `<…>` are filled anew in every paste. */
export interface SyntheticCase {
  readonly document: TextDocument
  readonly symptoms: readonly string[]
}

/**
 * Cases as a library of node failures has them: lines of common technical words with a few names of their own;
 * every fourth line is shared with an earlier case (a sibling).
 */
export function makeCases(count: number, random: () => number): SyntheticCase[] {
  const cases: SyntheticCase[] = []
  for (let i = 0; i < count; i++) {
    const own = Array.from({ length: 4 }, () => makeName(random))
    const symptoms = [0, 1, 2, 3].map((line) =>
      line === 3 && i > 0 ? pick(cases[Math.floor(random() * i)]?.symptoms ?? [], random) : makeLine(own, random),
    )
    const fields = {
      title: makeText(8, own, random),
      symptoms: symptoms.join('\n'),
      cause: makeText(40, own, random),
      rest: makeText(80, own, random),
    }
    cases.push({ document: { id: `case-${i}`, fields }, symptoms })
  }
  return cases
}

/** About `tokens` words of log: lines of the case with other numbers, ids and paths and a tenth of the words lost, among foreign lines. */
export function makePaste(
  { symptoms }: SyntheticCase,
  { tokens, foreign }: { readonly tokens: number; readonly foreign: number },
  random: () => number,
): string[] {
  const lines = Math.max(2, Math.round(tokens / WORDS_PER_LINE))
  const own = Math.max(1, Math.round(lines * (1 - foreign)))
  const paste = Array.from({ length: lines }, (_, i) =>
    i < own ? loseWords(pick(symptoms, random), 0.1, random) : makeForeignLine(random),
  )
  return shuffle(paste, random).map((line) => `${makeHeader(random)} ${fillPlaceholders(line, random)}`)
}

export function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T
}

export function loseWords(line: string, fraction: number, random: () => number): string {
  return line
    .split(' ')
    .filter(() => random() >= fraction)
    .join(' ')
}

/** Words with blanks between them, so that some can be taken away; Chinese is written without. */
export function makeChineseSentence(random: () => number): string {
  return Array.from({ length: 9 + Math.floor(random() * 5) }, () => pick(CHINESE_WORDS, random)).join(' ')
}

const WORDS_PER_LINE = 10
const TAIL_WORDS = 12_000

/** Words that node logs are made of, the commonest first: they are drawn by Zipf's law. */
const WORDS =
  'failed error to container pod volume mount device no space left on kubelet timeout not found runtime docker containerd unable create start image pull network node connection refused permission denied file directory kernel memory exceeded deadline context rpc code unknown desc read write open close disk cgroup process killed oom socket address bind port dns lookup resolve host server api etcd leader election lost lease renew certificate expired x509 signed authority tls handshake secret configmap token webhook admission denied quota limit resource cpu throttled eviction pressure threshold inode exhausted overlay snapshot layer blob digest manifest registry unauthorized mirror proxy iptables rule chain conntrack table full dropping packet route bridge veth interface mtu plugin cni allocate ip exhausted subnet lease sandbox pause exec probe liveness readiness unhealthy backoff restart crash loop exit signal segfault core dump stack trace panic assertion invalid argument bad descriptor stale nfs server responding ok hung task blocked seconds journal ext4 xfs corruption metadata superblock remount readonly buffer flush sync fsync latency slow query compaction database raft snapshot member peer unreachable heartbeat missed partition quorum election term systemd unit dependency failed activate cgroupfs driver mismatch slice scope dbus delegate hugepage numa affinity topology manager policy static reserved allocatable gpu nvidia driver library version mismatch ecc xid fallen bus pci aer corrected uncorrected hardware machine check thermal throttle clock skew ntp chrony offset drift leap time synchronization entropy random firmware microcode bios ipmi fan power supply raid degraded array rebuild smart pending sector reallocated multipath path down failover iscsi session logout login ceph osd flapping slow ops mon clock pg stuck peering undersized rbd map lock blocklist csi attach detach provision expand resize snapshotter external controller reconcile requeue watch resync informer cache stale object modified conflict annotation label selector taint toleration affinity schedule preempt priority queue backlog drain cordon evict disruption budget rollout replica deployment statefulset daemonset job cron namespace finalizer terminating orphan garbage collect prune dangling reclaim retain released bound claim pvc storageclass binding ingress gateway upstream downstream reset premature eof broken pipe chunk header body payload size exceeds maximum allowed parse unmarshal decode json yaml field unexpected character encoding charset locale timezone user group uid gid selinux apparmor seccomp profile syscall blocked capability privilege escalation root owner mode mask sticky acl xattr fuse mountpoint busy umount lazy propagation shared slave private namespace unshare clone fork thread pid max limit nofile nproc ulimit descriptor inotify instances watches epoll event'.split(
    ' ',
  )

const SYLLABLES =
  'ar bel cor dex eph fin gra hal ion jet kal lum mir nor ob pro qua ris sol tan ur vex wal xen yot zep'.split(' ')

const CHINESE_WORDS =
  '节点 容器 磁盘 空间 不足 挂载 失败 无法 创建 文件 目录 索引 耗尽 内核 报错 返回 连接 超时 网络 丢包 证书 过期 内存 溢出 进程 数量 达到 上限 日志 增长 镜像 拉取 运行时 没有 响应 重启 之后 恢复 业务 调度 驱逐 压力 存储 卷 卸载 设备 繁忙 权限 拒绝 域名 解析 缓慢 时钟 偏移 数据库 选举 心跳 丢失 磁碟阵列 降级 显卡 驱动 掉线 句柄 泄漏 监视 线程 队列 积压 垃圾 回收 停止 缓存 清理 命名空间 防火墙 规则 路由 网桥 网卡 校验 错误 硬件 温度 过高 升级 版本 不兼容 配置 写入 读取 延迟 抖动 僵尸 信号 快照 备份 损坏 只读 重新 加载 服务 启动 健康 检查 探针 接口 网关 负载 均衡 端口 占用 地址 冲突 租约 密钥 令牌 失效 认证 授权 配额 限制 用户 分区 扩容 缩容 副本 同步 脑裂'.split(
    ' ',
  )

const PLACEHOLDERS = ['<path>', '<number>', '<id>', '<address>', '<pod>']

const FOREIGN_TEMPLATES = [
  'Started container <id> in pod <pod> for namespace default',
  'GET <path> <number> <number> ms client <address>',
  'sync loop housekeeping finished in <number> ms for node <id>',
  'Pulled image registry example <path> digest <id> in <number> seconds',
  'connection accepted from <address> port <number> tls version <number>',
  'rotated log file <path> size <number> bytes kept <number>',
]

function makeLine(own: readonly string[], random: () => number): string {
  const words = Array.from({ length: 7 + Math.floor(random() * 6) }, () => zipfWord(random))
  words.splice(Math.floor(random() * words.length), 0, pick(own, random))
  if (random() < 0.5) words.splice(Math.floor(random() * words.length), 0, pick(own, random))
  words.splice(Math.floor(random() * words.length), 0, pick(PLACEHOLDERS, random))
  return words.join(' ')
}

function makeText(length: number, own: readonly string[], random: () => number): string {
  return Array.from({ length }, () => (random() < 0.05 ? pick(own, random) : zipfWord(random))).join(' ')
}

/** A name that some tens of other cases use too: names of components are rarely unique. */
function makeName(random: () => number): string {
  const parts = Array.from({ length: 2 }, () => pick(SYLLABLES, random))
  return random() < 0.3 ? `${parts.join('')}-${pick(WORDS, random)}` : parts.join('')
}

function makeForeignLine(random: () => number): string {
  if (random() < 0.5) return pick(FOREIGN_TEMPLATES, random)
  return makeLine([makeName(random), makeName(random)], random)
}

/** Half of the words are those that every log has, half come from a long tail: both as often as 1 / their rank. */
function zipfWord(random: () => number): string {
  if (random() < 0.5) return WORDS[Math.floor(WORDS.length ** random()) - 1] ?? 'failed'
  return spell(Math.floor(TAIL_WORDS ** random()))
}

/** The word of the long tail with this rank. */
function spell(rank: number): string {
  const digits = [rank, rank / SYLLABLES.length, rank / SYLLABLES.length ** 2]
  return digits.map((digit) => SYLLABLES[Math.floor(digit) % SYLLABLES.length]).join('')
}

function fillPlaceholders(line: string, random: () => number): string {
  return line.replace(/<[a-z]{1,10}>/g, (placeholder) => {
    if (placeholder === '<number>') return String(Math.floor(random() * 1e6))
    if (placeholder === '<address>') return `192.0.2.${Math.floor(random() * 255)}`
    if (placeholder === '<pod>') return `web-${hex(8, random)}-${hex(5, random)}`
    if (placeholder === '<path>') return `/var/lib/${pick(SYLLABLES, random)}/${hex(32, random)}`
    return hex(64, random)
  })
}

function makeHeader(random: () => number): string {
  const two = (below: number) => String(Math.floor(random() * below)).padStart(2, '0')
  const time = `${two(24)}:${two(60)}:${two(60)}`
  return random() < 0.5
    ? `Nov ${two(28)} ${time} node-${two(99)} kubelet[${Math.floor(random() * 9999)}]:`
    : `2026-11-${two(28)}T${time}.${two(99)}Z`
}

function hex(length: number, random: () => number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
}

function shuffle<T>(values: T[], random: () => number): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const moved = values[i] as T
    values[i] = values[j] as T
    values[j] = moved
  }
  return values
}

import type { Language } from '../../model/case.ts'
import type { NotChecked } from '../../model/probe.ts'

/** The words about asking nodes. What stands in them of others is cleaned where it is put into a part. */
export interface QuestionWording {
  readonly confirm: string
  readonly again: (node: string) => string
  readonly asking: (target: string) => string
  readonly done: (done: number, of: number) => string
  readonly doneNodes: (done: number, of: number) => string
  readonly measured: (node: string, time: string) => string
  readonly interrupted: (target: string) => string
  readonly fault: (node: string, fault: string) => string
  readonly unchecked: string
  readonly why: Readonly<Record<NotChecked['why'], string>>
  readonly outdated: (says: string, line: number | undefined) => string
  readonly pool: (pool: string, confirmed: number, of: number, caseId: string) => string
  readonly poolEnded: (time: string) => string
  readonly silent: (count: number) => string
  readonly undecided: (count: number) => string
  readonly ruledOut: (count: number) => string
  readonly more: (left: number) => string
  readonly otherNodes: string
  readonly modal: {
    readonly title: string
    readonly submit: string
    readonly cancel: string
    readonly about: string
    readonly node: string
    readonly nodePlaceholder: string
    readonly pool: string
    readonly poolPlaceholder: string
    readonly poolHint: string
    readonly reads: string
    readonly seen: string
  }
  readonly denied: Readonly<Record<'place' | 'person' | 'unknown', string>>
  readonly wrong: Readonly<Record<'neither' | 'both' | 'node' | 'pool' | 'probes' | 'busy' | 'gone' | 'slow', string>>
  readonly tooMany: (nodes: number, most: number) => string
}

const EN: QuestionWording = {
  confirm: 'Confirm on node…',
  again: (node) => `Ask ${node} again`,
  asking: (target) => `Asking ${target}`,
  done: (done, of) => `: ${done} of ${of} probes`,
  doneNodes: (done, of) => `: ${done} of ${of} nodes`,
  measured: (node, time) => `Measured on ${node} at ${time}`,
  interrupted: (target) => `The question to ${target} was interrupted, because Casebook ended meanwhile. Ask again.`,
  fault: (node, fault) => `${node} did not finish: ${fault}`,
  unchecked: 'Could not be checked, which does not mean that nothing is wrong',
  why: {
    'missing-right': 'missing right',
    hung: 'hung',
    'timed-out': 'not in time',
    'not-here': 'not on this node',
    'not-trusted': 'cannot be told from inside a container',
    budget: 'left out',
    failed: 'failed',
  },
  outdated: (says, line) =>
    `The paste said otherwise: ${says}${line === undefined ? '' : ` (line ${line})`}. The measurement is newer and counts.`,
  pool: (pool, confirmed, of, caseId) => `${pool}: ${confirmed} of ${of} nodes have ${caseId}`,
  poolEnded: (time) => `asked until ${time}`,
  silent: (count) => `${count} did not answer`,
  undecided: (count) => `${count} could not be decided`,
  ruledOut: (count) => `${count} ruled out`,
  more: (left) => `(${left} more nodes)`,
  otherNodes: 'Nodes asked before',
  modal: {
    title: 'Confirm on node',
    submit: 'Ask',
    cancel: 'Cancel',
    about: 'Looks for what confirms or rules out',
    node: 'Node',
    nodePlaceholder: 'A part of its name',
    pool: 'Or check the pool',
    poolPlaceholder: 'gpu-* or pool=gpu',
    poolHint: 'All connected nodes whose name or label fits, for the first case only. * stands for anything.',
    reads: 'What is read there; nothing is changed',
    seen: 'Everybody in this channel sees the node, what it says and what could not be checked. Who asked stands in the audit log.',
  },
  denied: {
    place: 'Nodes are not asked from here. The configuration lists the channels (probing.channels).',
    person: 'You may not have nodes asked. The configuration lists who may (probing).',
    unknown: 'Slack does not say at the moment who may have nodes asked, so nobody may. Try again in a minute.',
  },
  wrong: {
    neither: 'Choose a node, or name a pool below.',
    both: 'Choose a node or name a pool, not both.',
    node: 'This node is not connected, or may not be asked.',
    pool: 'No connected node that may be asked fits this.',
    probes: 'The agent there has no probe for these cases.',
    busy: 'Another question about this is under way. Wait for its answer.',
    gone: 'This investigation is no longer kept.',
    slow: 'Slack did not open the form in time. Press the button again.',
  },
  tooMany: (nodes, most) => `This fits ${nodes} nodes; at most ${most} are asked at once.`,
}

const ZH: QuestionWording = {
  confirm: '在节点上确认…',
  again: (node) => `再次询问 ${node}`,
  asking: (target) => `正在询问 ${target}`,
  done: (done, of) => `:已完成 ${done} / ${of} 个探针`,
  doneNodes: (done, of) => `:已完成 ${done} / ${of} 个节点`,
  measured: (node, time) => `于 ${time} 在 ${node} 上测得`,
  interrupted: (target) => `对 ${target} 的询问因 Casebook 停止而中断,请重新询问。`,
  fault: (node, fault) => `${node} 没有完成:${fault}`,
  unchecked: '以下内容无法检查,这不代表没有问题',
  why: {
    'missing-right': '缺少权限',
    hung: '已卡住',
    'timed-out': '超时',
    'not-here': '该节点上没有',
    'not-trusted': '在容器内无法判断',
    budget: '未检查',
    failed: '失败',
  },
  outdated: (says, line) =>
    `粘贴内容与此不同:${says}${line === undefined ? '' : `(第 ${line} 行)`}。测量结果更新,以其为准。`,
  pool: (pool, confirmed, of, caseId) => `${pool}:${of} 个节点中有 ${confirmed} 个存在 ${caseId}`,
  poolEnded: (time) => `询问截至 ${time}`,
  silent: (count) => `${count} 个没有回答`,
  undecided: (count) => `${count} 个无法判定`,
  ruledOut: (count) => `${count} 个已排除`,
  more: (left) => `(还有 ${left} 个节点)`,
  otherNodes: '之前询问过的节点',
  modal: {
    title: '在节点上确认',
    submit: '询问',
    cancel: '取消',
    about: '查找可确认或排除以下案例的事实',
    node: '节点',
    nodePlaceholder: '节点名称的一部分',
    pool: '或检查一组节点',
    poolPlaceholder: 'gpu-* 或 pool=gpu',
    poolHint: '名称或标签匹配的所有已连接节点,只针对第一个案例。* 代表任意字符。',
    reads: '将读取以下内容,不做任何修改',
    seen: '此频道的所有人都会看到节点、其回答以及无法检查的内容。谁提出的询问会记入审计日志。',
  },
  denied: {
    place: '不能从这里询问节点。配置中列出了允许的频道(probing.channels)。',
    person: '你无权询问节点。配置中列出了允许的人员(probing)。',
    unknown: 'Slack 目前无法确认谁可以询问节点,因此暂不允许。请一分钟后重试。',
  },
  wrong: {
    neither: '请选择一个节点,或在下方填写一组节点。',
    both: '节点与节点组只能选其一。',
    node: '该节点未连接,或不允许询问。',
    pool: '没有匹配的、允许询问的已连接节点。',
    probes: '该节点的 agent 没有适用于这些案例的探针。',
    busy: '与此相关的另一个询问正在进行,请等待其结果。',
    gone: '此调查已不再保存。',
    slow: 'Slack 未能及时打开表单,请再次点击按钮。',
  },
  tooMany: (nodes, most) => `匹配 ${nodes} 个节点;一次最多询问 ${most} 个。`,
}

export const QUESTION_WORDING: Readonly<Record<Language, QuestionWording>> = { en: EN, zh: ZH }

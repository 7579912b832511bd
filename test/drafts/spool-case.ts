import type { CaseText } from '../../src/model/draft.ts'

/** A case that the library does not have, whole, as somebody types it section by section. */
export const SPOOL_SECTIONS = {
  name: 'storage/spool-full',
  title_en: 'The spooler stops because its spool file system has no inodes left',
  title_zh: 'spool 文件系统 inode 用尽,spooler 停止',
  applies_to: 'linux >=4.9',
  signatures: 'decisive: cannot park job <job:id>: spool is at its limit\nweak: spoolerd: giving up after <num> tries',
  described_en: 'print jobs vanish and the spooler logs that its spool is at its limit',
  described_zh: '打印任务消失,spooler 日志提示 spool 达到上限',
  evidence: `- fact: filesystem
  confirms: inodesUsedPercent >= 99.0
  says:
    en: "{inodesUsedPercent} % of the inodes of {mountpoint} are in use"
    zh: "{mountpoint} 的 inode 已使用 {inodesUsedPercent} %"
- fact: filesystem
  every: true
  rules_out: inodesUsedPercent < 50.0
  says:
    en: "only {inodesUsedPercent} % of the inodes of {mountpoint} are in use"
    zh: "{mountpoint} 的 inode 仅使用 {inodesUsedPercent} %"`,
  cause_en: 'Each job leaves a file in the spool, and nobody removes those of failed jobs.',
  cause_zh: '每个任务都会在 spool 中留下文件,失败任务的文件无人清理。',
  fix: `- do:
    en: Count the files in the spool.
    zh: 统计 spool 中的文件数。
  run: df -i /var/spool
  risk: safe
- do:
    en: Remove the files of jobs that failed.
    zh: 删除失败任务的文件。
  run: find /var/spool/jobs -name '*.failed' -delete
  risk: destructive
  before:
    en: Nobody needs the failed jobs; the list of them was saved.
    zh: 确认无人需要这些失败任务,且已保存其列表。`,
  prevention_en: 'Remove failed jobs every day.',
  prevention_zh: '每天清理失败任务。',
  references: `- url: https://example.com/spooler/limits
  says: each job takes an inode until it is removed
  supports: [cause, evidence, fix, prevention]`,
  matches: 'spoolerd: cannot park job 7f31: spool is at its limit',
  near_misses: 'spoolerd: parked job 7f31',
  confirmed_by:
    '- fact: filesystem\n  with: { mountpoint: /var/spool, image: false, pseudo: false, memory: false, inodesUsedPercent: 100 }',
  ruled_out_by:
    '- fact: filesystem\n  with: { mountpoint: /var/spool, image: false, pseudo: false, memory: false, inodesUsedPercent: 3 }',
} as const

export const EMPTY: CaseText = { area: '', name: '', case: '', proof: '' }

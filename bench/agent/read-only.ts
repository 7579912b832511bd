import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Goal, Result } from '../reliability/goal.ts'
import { compileProduction, sabotage } from '../reliability/production.ts'
import { newFolder } from '../reliability/scratch.ts'
import { RunnerProcess } from './runner-process.ts'

const FORBIDDEN =
  'creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,mknod,mknodat,truncate,ftruncate,chmod,fchmod,fchmodat,chown,fchown,fchownat,utimensat,setxattr,fsetxattr,mount,umount2,pivot_root,ptrace,fsync,fdatasync,sync,execve,execveat,fork,vfork,setns,unshare,kexec_load,init_module,bind,listen'

export const readOnly: Goal = {
  id: 'D6',
  needsMounts: true,
  promise:
    'no probe opens anything for writing, creates, removes, mounts, traces or syncs anything, listens, or starts a process',
  measure: () => trace(compileProduction()),
  control: { without: 'that rule (one writeFile in a probe)', measure: () => trace(withOneWrite()) },
}

async function trace(program: string): Promise<Result> {
  const runner = await RunnerProcess.start({ program, view: { remote: true } })
  await runner.look(['pressure'], 10_000)
  const log = join(newFolder(), 'strace')
  const pids = runner.pids.flatMap((pid) => ['-p', String(pid)])
  const calls = `trace=open,openat,openat2,clone,clone3,${FORBIDDEN}`
  const strace = spawn('strace', ['-f', '-qq', '-e', calls, '-o', log, ...pids], { stdio: 'ignore' })
  await sleep(1500)
  const { reports } = await runner.look(runner.probes, 30_000)
  strace.kill('SIGINT')
  await once(strace, 'exit')
  await runner.terminate()
  return judge(readFileSync(log, 'utf8').split('\n'), reports.length)
}

function judge(lines: readonly string[], probes: number): Result {
  const opens = lines.filter((line) => /\bopen(?:at2?)?\(/.test(line))
  const writes = opens.filter((line) => /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND/.test(line))
  // A thread shares its memory; whatever does not is a process.
  const processes = lines.filter((line) => /\bclone3?\(/.test(line) && !line.includes('CLONE_THREAD'))
  const others = lines.filter((line) => new RegExp(`\\b(?:${FORBIDDEN.replaceAll(',', '|')})\\(`).test(line))
  const seen = [...writes, ...processes, ...others]
  return {
    good: seen.length === 0 && opens.length > 100,
    says: `${probes} probes, ${opens.length} opens: ${writes.length} for writing, ${processes.length} processes started, ${others.length} other calls that change something${seen[0] ? `, first ${seen[0].slice(0, 120)}` : ''}`,
  }
}

function withOneWrite(): string {
  return sabotage([
    {
      file: 'agent/probes/mount-table',
      from: 'return measureAll(view, performance.now() + MAX_MS);',
      to: `process.getBuiltinModule('node:fs').writeFileSync('/tmp/casebook-bench-was-here', '');
            process.getBuiltinModule('node:fs').unlinkSync('/tmp/casebook-bench-was-here');
            return measureAll(view, performance.now() + MAX_MS);`,
    },
  ])
}

import { expect, test } from 'vitest'
import goroutineDump from '../../src/parsers/goroutine-dump.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const ROOT = 'github.com/docker/docker/volume/local.(*Root)'

const waiting = (
  id: number,
  minutes: number,
  address = '0xc0007d4a20',
) => `goroutine ${id} [semacquire, ${minutes} minutes]:
sync.runtime_SemacquireMutex(0xc0007d4a24, 0x0, 0x1)
	/usr/local/go/src/runtime/sema.go:71 +0x47
sync.(*Mutex).Lock(${address})
	/usr/local/go/src/sync/mutex.go:81 +0x1c
${ROOT}.Get(${address}, 0xc00119e640, 0x40)
	/go/src/github.com/docker/docker/volume/local/local.go:237 +0x54
created by net/http.(*Server).Serve
	/usr/local/go/src/net/http/server.go:2884 +0x2f4
`

const removing = (id: number) => `goroutine ${id} [syscall, 16 minutes]:
syscall.unlinkat(0x1a, 0xc00233e0d0, 0x200)
	/usr/local/go/src/syscall/zsyscall_linux_amd64.go:126 +0x8c
os.removeAllFrom(0xc000b1c0f0, 0x4b)
	/usr/local/go/src/os/removeall_at.go:66 +0x53
github.com/docker/docker/volume/local.removePath(0xc000b1c0f0, 0x4b)
	/go/src/github.com/docker/docker/volume/local/local.go:230 +0x3c
${ROOT}.Remove(0xc0007d4a20, 0x2db4540, 0xc000d0c000)
	/go/src/github.com/docker/docker/volume/local/local.go:217 +0x31c
`

const goroutine = (state: string, ...frames: string[]) =>
  [`goroutine 7 [${state}]:`, ...frames.flatMap((frame) => [frame, '\t/go/src/x.go:12 +0x1c'])].join('\n')

test('groups goroutines that are at the same place and finds who holds their lock', () => {
  const text = [waiting(11, 15), removing(12), waiting(13, 140), waiting(14, 3)].join('\n')
  expect(fieldsIn(goroutineDump, text)).toEqual([
    {
      process: 'dockerd',
      topFunction: `${ROOT}.Get`,
      state: 'semacquire',
      count: 3,
      maxWaitMinutes: 140,
      blockedIn: 'mutex',
    },
    {
      process: 'dockerd',
      topFunction: 'github.com/docker/docker/volume/local.removePath',
      state: 'syscall',
      count: 1,
      maxWaitMinutes: 16,
      blockedIn: 'unlink',
    },
    {
      address: '0xc0007d4a20',
      waiters: 3,
      holder: `${ROOT}.Remove`,
      holderBlockedIn: 'unlink',
      waitFunction: `${ROOT}.Get`,
      maxWaitMinutes: 140,
    },
  ])
})

test('rests on the goroutine that waits longest, and on the holder of a lock', () => {
  const text = ['prose', waiting(11, 15), waiting(13, 140), removing(12)].join('\n')
  expect(factsIn(goroutineDump, text).map(({ kind, first, last }) => [kind, first, last])).toEqual([
    ['goroutines', 11, 19],
    ['goroutines', 21, 29],
    ['lock', 21, 29],
  ])
})

test('takes goroutines of dockerd with prose between for one dump', () => {
  const text = `many of these:\n${waiting(11, 15)}\nand who holds it? This one.\n${removing(12)}`
  expect(fieldsIn(goroutineDump, text)).toMatchObject([{}, {}, { holder: `${ROOT}.Remove` }])
})

test.each([
  ['two dumps', `${waiting(11, 15)}\nlater\n${waiting(11, 25)}\n${removing(12)}`],
  ['two dumps without a line between', `${waiting(11, 15)}\n${waiting(11, 25)}\n${removing(12)}`],
])('keeps %s apart', (_what, text) => {
  const facts = fieldsIn(goroutineDump, text)
  expect(facts).toMatchObject([{ count: 1 }, { count: 1 }, { count: 1 }, { waiters: 1 }, { waiters: 1 }])
  expect(facts[3]).not.toHaveProperty('holder')
  expect(facts[4]).toHaveProperty('holder', `${ROOT}.Remove`)
})

test.each([
  ['nobody is at the address', waiting(11, 15)],
  ['two may hold it', [waiting(11, 15), removing(12), removing(13)].join('\n')],
  ['the address is not sure', `${waiting(11, 15)}\n${removing(12).replace('(0xc0007d4a20,', '(0xc0007d4a20?,')}`],
  [
    'a loop waits for work there',
    `${waiting(11, 15)}\n${goroutine('select', 'github.com/docker/docker/volume/local.(*Root).run(0xc0007d4a20)')}`,
  ],
  [
    'a function has the address as an argument',
    `${waiting(11, 15)}\n${goroutine('syscall', 'syscall.Fsync(0x1)', 'github.com/docker/docker/daemon.sync(0xc0007d4a20)')}`,
  ],
])('names no holder when %s', (_what, text) => {
  const lock = factsIn(goroutineDump, text).find(({ kind }) => kind === 'lock')
  expect(lock?.fields).toMatchObject({ waiters: 1, holder: undefined, holderBlockedIn: undefined })
})

test('gives no lock without an address', () => {
  const facts = factsIn(goroutineDump, waiting(11, 15, '...'))
  expect(facts.map(({ kind }) => kind)).toEqual(['goroutines'])
})

test.each([
  ['mutex', 'sync.Mutex.Lock', ['internal/sync.(*Mutex).lockSlow(0xc0001)', 'main.f()']],
  ['rwmutex', 'semacquire', ['sync.runtime_SemacquireMutex(0x1c?)', 'sync.(*RWMutex).RLock(...)', 'main.f()']],
  ['rwmutex', 'semacquire', ['sync.(*Mutex).Lock(0xc0001)', 'sync.(*RWMutex).Lock(0xc0001)', 'main.f()']],
  ['umount', 'syscall', ['syscall.Syscall(0x7c?)', 'golang.org/x/sys/unix.Unmount({0xc0?, 0x0?}, 0x1?)', 'main.f()']],
  [
    'umount',
    'syscall',
    ['syscall.Syscall(0x7c)', 'github.com/a/b/vendor/golang.org/x/sys/unix.Unmount(0x1)', 'main.f()'],
  ],
  ['fsync', 'syscall', ['syscall.Fsync(0x0?)', 'internal/poll.(*FD).Fsync(0x0?)', 'os.(*File).Sync(0xc0)', 'main.f()']],
  ['unlink', 'syscall', ['syscall.unlinkat(0x1)', 'os.removeAllFrom(0x1)', 'os.RemoveAll({0xc0, 0x4})', 'main.f()']],
  ['io', 'IO wait', ['internal/poll.runtime_pollWait(0x7f, 0x72)', 'internal/poll.(*FD).Read(0xc0)', 'main.f()']],
  ['channel', 'chan receive', ['main.f()']],
  ['channel', 'chan send (nil chan)', ['main.f()']],
  ['select', 'select (no cases)', ['main.f()']],
  ['other', 'sync.Cond.Wait', ['sync.runtime_notifyListWait(0xc0, 0x0)', 'sync.(*Cond).Wait(0x0?)', 'main.f()']],
  ['other', 'running', ['main.f()']],
])('sees a goroutine blocked in %s (%s)', (blockedIn, state, frames) => {
  const [group] = fieldsIn(goroutineDump, goroutine(state, ...frames))
  expect(group).toEqual({ process: 'unknown', topFunction: 'main.f', state, count: 1, maxWaitMinutes: 0, blockedIn })
})

test('sees a wait for the lock of bbolt and a call over ttrpc, with blank lines between all lines and no tabs', () => {
  const text = `goroutine 801 [semacquire]:

sync.runtime_SemacquireMutex(0xc000b10000?, 0x3?, 0xc00090a000?)

/usr/local/go/src/runtime/sema.go:71 +0x2a

sync.(*Mutex).lockSlow(0xc0004101b8)

/usr/local/go/src/sync/mutex.go:162 +0x150

sync.(*Mutex).Lock(...)

/usr/local/go/src/sync/mutex.go:90

go.etcd.io/bbolt.(*DB).beginRWTx(0xc000410000)

/go/src/github.com/containerd/containerd/vendor/go.etcd.io/bbolt/db.go:612 +0x52

github.com/containerd/containerd/metadata.(*DB).Update(0xc00033e1e0, 0x55d0f0a81c40?)

/go/src/github.com/containerd/containerd/metadata/db.go:231 +0x8a

and this one:

goroutine 812 [select]:

github.com/containerd/ttrpc.(*Client).dispatch(0xc00071c100, {0x55d0f0a81c08?, 0xc0008a0060}, 0xc0008a0120)

/go/src/github.com/containerd/containerd/vendor/github.com/containerd/ttrpc/client.go:150 +0x21c

github.com/containerd/containerd/runtime/v2.(*shimTask).delete(0xc000e1a2d0, {0x55d0`
  expect(fieldsIn(goroutineDump, text)).toMatchObject([
    { process: 'containerd', topFunction: 'go.etcd.io/bbolt.(*DB).beginRWTx', blockedIn: 'bbolt' },
    { process: 'containerd', topFunction: 'github.com/containerd/ttrpc.(*Client).dispatch', blockedIn: 'ttrpc' },
    { address: '0xc0004101b8', waiters: 1, waitFunction: 'go.etcd.io/bbolt.(*DB).beginRWTx', maxWaitMinutes: 0 },
  ])
})

test.each([
  ['kubelet', ['k8s.io/kubernetes/pkg/kubelet.(*Kubelet).syncLoop(0xc0)']],
  ['kubelet', ['github.com/docker/docker/client.(*Client).do(0xc0)', 'k8s.io/kubernetes/pkg/kubelet/dockershim.f()']],
  [
    'dockerd',
    ['github.com/containerd/containerd.(*task).Wait(0xc0)', 'github.com/docker/docker/libcontainerd/remote.f()'],
  ],
  ['containerd-shim', ['github.com/containerd/containerd/pkg/process.(*Init).delete(0xc0)']],
  ['containerd', ['github.com/containerd/containerd/pkg/cri/server.(*criService).f(0xc0)']],
  ['containerd', ['github.com/containerd/containerd/v2/internal/cri/server.(*criService).f(0xc0)']],
  ['unknown', ['github.com/docker/docker/client.(*Client).do(0xc0)', 'github.com/docker/cli/cli/command.f()']],
  ['unknown', ['github.com/containerd/containerd/metadata.(*DB).Update(0xc0)', 'github.com/moby/buildkit/solver.f()']],
  ['unknown', ['github.com/containerd/containerd.(*task).Wait(0xc0)']],
])('takes a dump for one of %s', (process, frames) => {
  expect(fieldsIn(goroutineDump, goroutine('select', ...frames))).toMatchObject([{ process }])
})

test('reads the message that containerd logs on SIGUSR1', () => {
  const line = String.raw`time="2026-11-21T00:23:48.929108938Z" level=info msg="=== BEGIN goroutine stack dump ===\ngoroutine 26 [running]:\ngithub.com/containerd/containerd/cmd/containerd/command.dumpStacks(0x1)\n\tgithub.com/containerd/containerd/cmd/containerd/command/main.go:384 +0x7c\ncreated by github.com/containerd/containerd/cmd/containerd/command.handleSignals\n\tgithub.com/containerd/containerd/cmd/containerd/command/main_unix.go:41 +0xf9\n\ngoroutine 30 [select]:\ngithub.com/docker/go-events.(*Broadcaster).run(0xc0002c8000)\n\tgithub.com/docker/go-events/broadcast.go:117 +0x165\n\n=== END goroutine stack dump ==="`
  expect(factsIn(goroutineDump, `log:\n${line}`)).toMatchObject([
    {
      fields: {
        process: 'containerd',
        topFunction: 'github.com/containerd/containerd/cmd/containerd/command.dumpStacks',
      },
      first: 1,
      last: 1,
    },
    {
      fields: { process: 'containerd', topFunction: 'github.com/docker/go-events.(*Broadcaster).run', state: 'select' },
    },
  ])
})

test('reads a dump in a journal, with the words of new Go versions', () => {
  const text = `goroutine 1 gp=0xc000002380 m=nil [chan receive, 2 minutes, locked to thread]:
k8s.io/kubernetes/pkg/kubelet.(*Kubelet).syncLoop(0xc0, {0x1, 0x2})
	k8s.io/kubernetes/pkg/kubelet/kubelet.go:12 +0x1c fp=0xc00 sp=0xc00 pc=0x43
...additional frames elided...
created by k8s.io/kubernetes/cmd/kubelet/app.startKubelet in goroutine 9
	k8s.io/kubernetes/cmd/kubelet/app/server.go:12 +0x1c

goroutine 5 [GC worker (idle)]:
	goroutine running on other thread; stack unavailable`
  const journal = text
    .split('\n')
    .map((line) => `Nov 21 00:23:48 node4 kubelet[123]: ${line}`)
    .join('\n')
  expect(fieldsIn(goroutineDump, journal)).toEqual([
    {
      process: 'kubelet',
      topFunction: 'k8s.io/kubernetes/pkg/kubelet.(*Kubelet).syncLoop',
      state: 'chan receive',
      count: 1,
      maxWaitMinutes: 2,
      blockedIn: 'channel',
    },
  ])
})

test('reads a debug=1 profile, which knows neither states nor waits', () => {
  const text = `goroutine profile: total 5
2 @ 0x4dc7d6 0x55eecef4487b
# labels: {"a":"b"}
#	0x55eecef7c7d5	sync.runtime_SemacquireMutex+0x24	/usr/lib/go-1.19/src/runtime/sema.go:77
#	0x55eecef75056	sync.(*Mutex).lockSlow+0x164		/usr/lib/go-1.19/src/sync/mutex.go:171
#	0x55eecefa90e8	${ROOT}.Get+0x88			/usr/src/docker/volume/local/local.go:237

3 @ 0x4dc7d6
#   0x55eecf77c98b   main.(*DaemonCli).start+0x48b   /usr/src/docker/cmd/dockerd/daemon.go:1188`
  expect(fieldsIn(goroutineDump, text)).toEqual([
    { process: 'dockerd', topFunction: `${ROOT}.Get`, count: 2, blockedIn: 'mutex' },
    { process: 'dockerd', topFunction: 'main.(*DaemonCli).start', count: 3, blockedIn: 'other' },
  ])
})

test('tells the goroutines of a daemon and of its shim apart', () => {
  const text = [
    goroutine('select', 'github.com/containerd/containerd/runtime/v2.(*shimTask).delete(0xc0)'),
    goroutine('syscall', 'github.com/containerd/containerd/pkg/process.(*Init).delete(0xc0)').replace('7', '8'),
  ].join('\n\n')
  expect(fieldsIn(goroutineDump, text)).toMatchObject([{ process: 'containerd' }, { process: 'containerd-shim' }])
})

test.each([
  ['prose', 'a goroutine 12 [semacquire] waits\ngoroutines leak [see below]:'],
  ['a goroutine without frames', 'goroutine 0 [idle]:\n\nfoo'],
  ['an address', 'mail 3 @ 0xdeadbeef'],
  ['another number', 'listening 12 @ 0x55 for goroutine x'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(goroutineDump, text)).toEqual([])
})

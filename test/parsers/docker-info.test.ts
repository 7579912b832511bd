import { expect, test } from 'vitest'
import dockerInfo from '../../src/parsers/docker-info.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const RECORDED = `# docker info
Client:
 Version:    28.2.2
 Context:    default
 Debug Mode: false

Server:
 Containers: 9
  Running: 3
  Paused: 1
  Stopped: 5
 Images: 3
 Server Version: 20.10.24+dfsg1
 Storage Driver: overlay2
  Backing Filesystem: extfs
  Supports d_type: true
  Native Overlay Diff: true
  userxattr: false
 Logging Driver: json-file
 Cgroup Driver: cgroupfs
 Cgroup Version: 1
 Plugins:
  Volume: local
  Network: bridge host ipvlan macvlan null overlay
 Swarm: inactive
 Runtimes: io.containerd.runc.v2 io.containerd.runtime.v1.linux runc
 Security Options:
  seccomp
   Profile: default
 Kernel Version: 6.1.0-18-amd64
 Operating System: Debian GNU/Linux 12 (bookworm)
 Total Memory: 23.54GiB
 ID: 6OCH:QUC3:XR32:RCY2:O6S2:I4FZ:7MXH:LIE4:TFUD:FPOA:72NY:EQ3P
 Docker Root Dir: /var/lib/docker
 Insecure Registries:
  127.0.0.0/8
 Live Restore Enabled: false

# docker ps`

test('reads the lines about the server into one row', () => {
  expect(factsIn(dockerInfo, RECORDED)).toEqual([
    {
      kind: 'docker-engine',
      fields: {
        version: '20.10.24+dfsg1',
        storageDriver: 'overlay2',
        backingFilesystem: 'extfs',
        supportsDType: true,
        rootDir: '/var/lib/docker',
        cgroupDriver: 'cgroupfs',
        cgroupVersion: 1,
        containers: 9,
        containersRunning: 3,
        images: 3,
        kernelRelease: '6.1.0-18-amd64',
        liveRestore: false,
      },
      first: 7,
      last: 36,
    },
  ])
})

test('reads old versions, whose lines stand at the margin, with what people write around them', () => {
  const text = `Results of docker info:
Containers: 5
 Running: 5
 Paused: 0
 Stopped: 0
Images: 4
Server Version: 18.06.2-ce
Storage Driver: devicemapper
 Pool Name: docker-253:1-34025556-pool
 Backing Filesystem: xfs
 Data Space Available: 3.965GB
WARNING: bridge-nf-call-iptables is disabled
Cgroup Driver: systemd
it fails since Monday`
  expect(fieldsIn(dockerInfo, text)).toEqual([
    {
      version: '18.06.2-ce',
      storageDriver: 'devicemapper',
      backingFilesystem: 'xfs',
      cgroupDriver: 'systemd',
      containers: 5,
      containersRunning: 5,
      images: 4,
    },
  ])
})

test('reads the lines that grep left', () => {
  expect(
    fieldsIn(
      dockerInfo,
      "$ docker info | grep -E 'd_type|Root Dir'\n  Supports d_type: false\n Docker Root Dir: /data/docker",
    ),
  ).toEqual([{ supportsDType: false, rootDir: '/data/docker' }])
  expect(fieldsIn(dockerInfo, "# docker info 2>/dev/null | grep 'Server Version'\n Server Version: 19.03.5")).toEqual([
    { version: '19.03.5' },
  ])
  expect(fieldsIn(dockerInfo, ' Storage Driver: overlay2\n  Backing Filesystem: <unknown>')).toEqual([
    { storageDriver: 'overlay2' },
  ])
})

test('keeps two nodes apart', () => {
  const text = `Containers: 5
Server Version: 18.06.2-ce
Storage Driver: aufs
Containers: 80
Server Version: 19.03.5
Storage Driver: overlay2`
  expect(fieldsIn(dockerInfo, text)).toEqual([
    { containers: 5, version: '18.06.2-ce', storageDriver: 'aufs' },
    { containers: 80, version: '19.03.5', storageDriver: 'overlay2' },
  ])
})

test.each([
  ['oc version', 'Client Version: 4.10.3\nServer Version: 4.10.3\nKubernetes Version: v1.23.5'],
  ['kubectl version', 'Client Version: v1.27.3\nServer Version: v1.27.3'],
  [
    'nerdctl info',
    'Server:\n Namespace: default\n Server Version: v1.7.2\n Storage Driver: overlayfs\n Cgroup Driver: systemd\n Kernel Version: 6.1.0',
  ],
  [
    'kubectl describe node',
    'System Info:\n  Kernel Version:             5.10.0\n  Container Runtime Version:  docker://19.3.5',
  ],
  ['a template', "# docker info -f '{{.DockerRootDir}}'\n/var/lib/docker"],
  [
    'a daemon that is down',
    '# docker info\nERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  ],
  ['prose', 'the Storage Driver: overlay2 was chosen by docker info'],
])('reads nothing from %s', (_, text) => {
  expect(factsIn(dockerInfo, text)).toEqual([])
})

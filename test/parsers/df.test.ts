import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import df from '../../src/parsers/df.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const K = 1024
const G = 1024 ** 3

const OTHER = { image: false, pseudo: false, memory: false }

describe('blocks', () => {
  test('df -h', () => {
    const text = `$ df -h
Filesystem      Size  Used Avail Use% Mounted on
udev            3.9G     0  3.9G   0% /dev
tmpfs           796M  8.9M  787M   2% /run
/dev/vda1       118G   35G   79G  31% /
shm              64M   64M     0 100% /dev/shm`
    expect(fieldsIn(df, text)).toEqual([
      { ...OTHER, mountpoint: '/dev', device: 'udev', pseudo: true, ...human(3.9 * G, 0, 3.9 * G, 0) },
      {
        ...OTHER,
        mountpoint: '/run',
        device: 'tmpfs',
        memory: true,
        ...human(796 * K * K, 8.9 * K * K, 787 * K * K, 2),
      },
      { ...OTHER, mountpoint: '/', device: '/dev/vda1', ...human(118 * G, 35 * G, 79 * G, 31) },
      { ...OTHER, mountpoint: '/dev/shm', device: 'shm', memory: true, ...human(64 * K * K, 64 * K * K, 0, 100) },
    ])
  })

  test('df -kPT, with types and images', () => {
    const text = `Filesystem     Type     1024-blocks     Used Available Capacity Mounted on
/dev/vda1      ext4        41151808 33921984   5291052      87% /
/dev/loop3     squashfs       65280    65280         0     100% /snap/core20/2318
overlay        overlay     41151808 33921984   5291052      87% /var/lib/docker/overlay2/1f0c/merged`
    expect(fieldsIn(df, text)).toEqual([
      { ...OTHER, mountpoint: '/', device: '/dev/vda1', fsType: 'ext4', ...kib(41_151_808, 33_921_984, 5_291_052, 87) },
      {
        ...OTHER,
        mountpoint: '/snap/core20/2318',
        device: '/dev/loop3',
        fsType: 'squashfs',
        image: true,
        ...kib(65_280, 65_280, 0, 100),
      },
      {
        ...OTHER,
        mountpoint: '/var/lib/docker/overlay2/1f0c/merged',
        device: 'overlay',
        fsType: 'overlay',
        ...kib(41_151_808, 33_921_984, 5_291_052, 87),
      },
    ])
  })

  test.each([
    ['1K-blocks', '1000', 1000 * K],
    ['1M-blocks', '1000', 1000 * K * K],
    ['1M-blocks', '1000M', 1000 * K * K],
    ['1MB-blocks', '1000MB', 1_000_000_000],
    ['512-blocks', '1000', 512_000],
    ['512B-blocks', '1000', 512_000],
    ['1B-blocks', '1000', 1000],
    ['1G-blocks', '10G', 10 * G],
  ])('%s: %s', (header, cell, sizeBytes) => {
    const text = `Filesystem ${header} Used Available Use% Mounted on\n/dev/vda1 ${cell} 0 0 99% /data`
    expect(fieldsIn(df, text)).toMatchObject([{ mountpoint: '/data', sizeBytes, usedPercent: 99 }])
  })

  test('df -H by its command or by its small k', () => {
    const table = 'Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1       128G   37G   85G  31% /'
    expect(fieldsIn(df, `# df -H /\n${table}`)).toMatchObject([{ sizeBytes: 128e9 }])
    expect(fieldsIn(df, `# df -h /\n${table}`)).toMatchObject([{ sizeBytes: 128 * G }])
    expect(fieldsIn(df, `${table}\ntmpfs 4.1k 0 4.1k 0% /x`)).toMatchObject([{ sizeBytes: 128e9 }, { sizeBytes: 4100 }])
  })

  test('macOS, with inodes in the same row', () => {
    const text = `Filesystem     Size   Used  Avail Capacity iused ifree %iused  Mounted on
/dev/disk1s1  466Gi   10Gi  200Gi     5%    356k  2.1G    0%   /
map auto_home   0Bi    0Bi    0Bi   100%       0     0     -   /System/Volumes/Data/home`
    expect(fieldsIn(df, text)).toMatchObject([
      { mountpoint: '/', sizeBytes: 466 * G, usedPercent: 5, inodesUsedPercent: 0 },
    ])
  })

  test('columns that --output chose', () => {
    const text = `Mounted on Use%  1K-blocks Filesystem
/data 95%   41151808 /dev/vdb`
    expect(fieldsIn(df, text)).toEqual([
      { ...OTHER, mountpoint: '/data', device: '/dev/vdb', sizeBytes: 41_151_808 * K, usedPercent: 95 },
    ])
  })

  test('a size of 0 says no more', () => {
    const text = `Filesystem     1K-blocks     Used Available Use% Mounted on
proc                   0        0         0    - /proc
/dev/vda1       41151808 33921984   5291052  87% /`
    const [proc] = fieldsIn(df, text)
    expect(proc).toEqual({ ...OTHER, mountpoint: '/proc', device: 'proc', pseudo: true, sizeBytes: 0 })
  })
})

describe('inodes', () => {
  test('df -i', () => {
    const text = `[root@node-7 ~]# df -i
Filesystem      Inodes   IUsed   IFree IUse% Mounted on
/dev/vda2      3932160 3929865    2295  100% /
/dev/vda15           0       0       0     - /boot/efi`
    expect(fieldsIn(df, text)).toEqual([
      {
        ...OTHER,
        mountpoint: '/',
        device: '/dev/vda2',
        inodes: 3_932_160,
        inodesUsed: 3_929_865,
        inodesFree: 2295,
        inodesUsedPercent: 100,
      },
      { ...OTHER, mountpoint: '/boot/efi', device: '/dev/vda15', inodes: 0 },
    ])
  })

  test('df -iT, df -ih and df -iH', () => {
    expect(
      fieldsIn(df, 'Filesystem Type Inodes IUsed IFree IUse% Mounted on\n/dev/vdb xfs 63M 1.5M 62M 3% /data'),
    ).toMatchObject([{ fsType: 'xfs', inodes: 63 * K * K, inodesUsed: 1.5 * K * K }])
    expect(
      fieldsIn(df, 'Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/vdb 80k 15k 65k 19% /data'),
    ).toMatchObject([{ inodes: 80_000, inodesUsed: 15_000, inodesFree: 65_000, inodesUsedPercent: 19 }])
  })

  test('busybox heads its columns like those of blocks', () => {
    const text = `Filesystem              Inodes      Used Available Use% Mounted on
/dev/vda              16777216    413154  16364062   2% /`
    expect(fieldsIn(df, text)).toMatchObject([{ inodes: 16_777_216, inodesUsed: 413_154, inodesFree: 16_364_062 }])
  })
})

/** Headers recorded from coreutils 9.1 in each language. */
describe('translated headers', () => {
  test.each([
    'Dateisystem    Größe Benutzt Verf. Verw% Eingehängt auf',
    'Sys. de fichiers Taille Utilisé Dispo Uti% Monté sur',
    'S.ficheros     Tamaño Usados  Disp Uso% Montado en',
    'File system     Dim. Usati Dispon. Uso% Montato su',
    'Sist. Arq.      Tam. Usado Disp. Uso% Montado em',
    'Файловая система Размер Использовано  Дост Использовано% Cмонтировано в',
    'Ф. система      Розм   Вик  Дост Вик% змонтований на',
    '文件系统        大小  已用  可用 已用% 挂载点',
    '文件系统        容量  已用  可用 已用% 挂载点',
    '檔案系統        容量  已用  可用 已用% 掛載點',
    'ファイルシス   サイズ  使用  残り 使用% マウント位置',
    '파일 시스템     크기  사용  가용 사용% 마운트위치',
    'System plików  rozm. użyte dost. %uż. zamont. na',
    'Dosya sistemi  Boyut  Dolu   Boş Kullanım% Bağlanılan yer',
    'Hệ thống tập tin    Cỡ  Dùng   Còn %Dùng Gắn vào',
  ])('blocks: %s', (header) => {
    expect(fieldsIn(df, `${header}\n/dev/vdb 2.0G 1.0G 1.0G 50% /`)).toEqual([
      { ...OTHER, mountpoint: '/', device: '/dev/vdb', ...human(2 * G, G, G, 50) },
    ])
  })

  test.each([
    'Dateisystem    1K-Blöcke  Benutzt Verfügbar Verw% Eingehängt auf',
    'Sys. de fichiers blocs de 1K  Utilisé Disponible Uti% Monté sur',
    'S.ficheros     bloques de 1024   Usados Disponibles Capacidad Montado en',
    '文件系统          1K的块     已用     可用 已用% 挂载点',
    '文件系统          1K-块      已用     可用 已用% 挂载点',
    '文件系统        1024的块     已用     可用 容量 挂载点',
    'ファイルシス   1K-ブロック     使用   使用可 使用% マウント位置',
    'Файловая система 1K-блоков Использовано Доступно Использовано% Cмонтировано в',
    'Souborový systém 1024 bloků    Užito    Volné Kapacita Připojeno do',
  ])('blocks of 1 KiB: %s', (header) => {
    expect(fieldsIn(df, `${header}\n/dev/vdb xfs 3000 2000 1000 67% /`)).toEqual([
      { ...OTHER, mountpoint: '/', device: '/dev/vdb', fsType: 'xfs', ...kib(3000, 2000, 1000, 67) },
    ])
  })

  test.each([
    'Dateisystem      Inodes IBenutzt    IFrei IUse% Eingehängt auf',
    'Sys. de fichiers   Inœuds IUtil.   ILibre IUti% Monté sur',
    'S.ficheros      Nodos-i NUsados  NLibres NUso% Montado en',
    'File system       Inode IUsati  ILiberi IUso% Montato su',
    'Sist. Arq.         Inós IUsado   ILivre IUso% Montado em',
    'Файловая система   Iнодов IИспользовано IСвободно IИспользовано% Cмонтировано в',
    'Ф. система     І-вузлів  Викор    Вільн Вик% змонтований на',
    '文件系统         Inodes  已用I    可用I 已用I% 挂载点',
    '文件系统         Inode 已用(I) 可用(I) 已用(I)% 挂载点',
    'ファイルシス    Iノード  I使用    I残り I使用% マウント位置',
    'System plików    iwęzły użyteI   wolneI %uż.I zamont. na',
    'Dosya sistemi  Dosya indeksleri Doluİn    Boşİn İnKullanım% Bağlanılan yer',
  ])('inodes: %s', (header) => {
    expect(fieldsIn(df, `${header}\n/dev/vdb 3000 2000 1000 67% /`)).toEqual([
      {
        ...OTHER,
        mountpoint: '/',
        device: '/dev/vdb',
        inodes: 3000,
        inodesUsed: 2000,
        inodesFree: 1000,
        inodesUsedPercent: 67,
      },
    ])
  })

  test('a header in an unknown language says nothing, its command does', () => {
    const table = 'Aba bbb ccc ddd eee% fff gg\n/dev/vdb 3000 2000 1000 67% /'
    expect(factsIn(df, table)).toEqual([])
    expect(fieldsIn(df, `$ df -i\n${table}`)).toMatchObject([{ inodes: 3000 }])
    expect(fieldsIn(df, `$ df -k\n${table}`)).toMatchObject([{ sizeBytes: 3000 * K }])
  })
})

describe('rows without header', () => {
  test.each([
    ['too large for inodes', '/dev/vda1  118G 35G 79G 31% /', 118 * G],
    ['do not add up as inodes do', '/dev/vda1 7.5G 7.0G 200M 98% /', 7.5 * G],
    ['the command says blocks', '# df -h | grep vda1\n/dev/vda1 2.0G 1.0G 1.0G 50% /', 2 * G],
    ['the command says its unit', '# df -m /data | tail -1\n/dev/vda1 2048 1024 1024 50% /data', 2 * G],
  ])('blocks: %s', (_why, text, sizeBytes) => {
    expect(fieldsIn(df, text)).toMatchObject([{ device: '/dev/vda1', sizeBytes }])
  })

  test('inodes: the command says so', () => {
    expect(fieldsIn(df, 'node-7:~ # df -i | grep vda1\n/dev/vda1 3000 2000 1000 67% /')).toMatchObject([
      { inodes: 3000 },
    ])
  })

  test.each([
    ['plain numbers', '/dev/vda1 3932160 3929865 2295 100% /'],
    ['units that inodes may have too', '/dev/vdb 63M 1.5M 62M 3% /data'],
    ['a bare df', '$ df | grep vda1\n/dev/vda1 3932160 3929865 2295 100% /'],
    ['two commands', '$ df -h | grep vdb; df -ih | grep vdb\n/dev/vdb 63M 1.5M 62M 3% /data'],
    ['a command that is not theirs', '$ df -i\nThe numbers from yesterday:\n/dev/vda1 3932160 3929865 2295 100% /'],
  ])('nothing where it cannot be known: %s', (_why, text) => {
    expect(factsIn(df, text)).toEqual([])
  })
})

describe('pasted tables', () => {
  test('broken rows, mount points with blanks, shares with blanks', () => {
    const text = `Filesystem           1K-blocks      Used Available Use% Mounted on
/dev/mapper/vg_data-lv_with_a_long_name
                      41151808  33921984   5291052  87% /data
//192.0.2.7/My Files 1000 500 500 50% /mnt/My Files`
    expect(factsIn(df, text)).toMatchObject([
      {
        fields: { mountpoint: '/data', device: '/dev/mapper/vg_data-lv_with_a_long_name', usedPercent: 87 },
        first: 1,
        last: 2,
      },
      { fields: { mountpoint: '/mnt/My Files', device: '//192.0.2.7/My Files', usedPercent: 50 }, first: 3, last: 3 },
    ])
  })

  test('a broken row without header', () => {
    const text =
      '$ df -k /data | tail -2\n/dev/mapper/vg_data-lv_data\n          41151808  33921984   5291052  87% /data'
    expect(factsIn(df, text)).toMatchObject([
      { fields: { device: '/dev/mapper/vg_data-lv_data', sizeBytes: 41_151_808 * K }, first: 1, last: 2 },
    ])
  })

  test('double-spaced, with lines left out, between prose and prompts', () => {
    const text = `space looks fine:

# df -Th

Filesystem     Type      Size  Used Avail Use% Mounted on

/dev/vda1      ext4      118G   35G   79G  31% /

.......

tmpfs          tmpfs     749M     0  749M   0% /run/user/0

# df -i

Filesystem      Inodes  IUsed   IFree IUse% Mounted on

/dev/vda1      7864320 677111 7187209    9% /

so it is something else`
    expect(factsIn(df, text)).toMatchObject([
      { fields: { mountpoint: '/', usedPercent: 31 }, first: 6, last: 6 },
      { fields: { mountpoint: '/run/user/0', usedPercent: 0 }, first: 10, last: 10 },
      { fields: { mountpoint: '/', inodesUsedPercent: 9 }, first: 16, last: 16 },
    ])
  })

  test('a complaint of df inside the table, a tick at its end', () => {
    const text = `\`df -h
Filesystem      Size  Used Avail Use% Mounted on
df: /mnt/nfs: Stale file handle
/dev/sdb        3.7T  810G  2.7T  23% /data\``
    expect(fieldsIn(df, text)).toMatchObject([{ mountpoint: '/data', usedPercent: 23 }])
  })

  test('rows of another table are not read under a human-readable header', () => {
    const text = `Filesystem      Size  Used Avail Use% Mounted on
/dev/vda1       118G   35G   79G  31% /
/dev/vda1      7864320 7864000 320  100% /`
    expect(fieldsIn(df, text)).toMatchObject([{ usedPercent: 31 }])
  })
})

describe('what a row is', () => {
  test.each([
    ['/dev/loop7 64M 64M 0 100% /snap/core18/2829', { image: true }],
    ['/dev/loop0 64M 64M 0 100% /var/lib/docker', { image: false }],
    ['/dev/loop1 64M 64M 0 100% /snapshots', { image: false }],
    ['/dev/sr0 4.0G 4.0G 0 100% /mnt/iso', { image: true }],
    ['overlay 64M 64M 0 100% /', { image: false, pseudo: false, memory: false }],
    ['efivarfs 148K 121K 23K 85% /sys/firmware/efi/efivars', { pseudo: true }],
    ['tmpfs 64M 64M 0 100% /tmp', { pseudo: false, memory: true }],
    ['none 64M 64M 0 100% /dev/shm', { pseudo: false, memory: true }],
    ['tmpfs 16G 0 16G 0% /proc/acpi', { pseudo: true }],
  ])('%s', (row, flags) => {
    expect(fieldsIn(df, `Filesystem Size Used Avail Use% Mounted on\n${row}`)).toMatchObject([flags])
  })
})

test.each([
  ['a sentence', 'disk usage is at 95% /var needs cleaning'],
  ['an alert', 'Filesystem /dev/vda1 118G 112G 6G 95% /'],
  ['a header alone', 'Filesystem      Size  Used Avail Use% Mounted on'],
  ['a header and prose', 'Filesystem      Size  Used Avail Use% Mounted on\neverything is below 50% /data too'],
  ['container statistics', 'CPU %  MEM USAGE / LIMIT\n0.15% / 1.2MiB'],
  ['a fifth column that is no share', 'Filesystem Size Used Avail Use% Mounted on\n/dev/vda1 118G 35G 79G high /'],
  ['a volume mounted on a path', 'Volume web-data Mounted on /data (95% /srv)'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(df, text)).toEqual([])
})

test('at most 2,000 rows', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => `overlay 118G 35G 79G 31% /m/${i}`)
  expect(factsIn(df, ['Filesystem Size Used Avail Use% Mounted on', ...rows].join('\n'))).toHaveLength(2000)
})

test('whatever surrounds them, rows come out as they are or not at all', () => {
  const row = '/dev/vda1       118G   35G   79G  31% /'
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 60 })),
      fc.array(fc.string({ maxLength: 60 })),
      (before, after) => {
        const found = fieldsIn(df, [...before, row, ...after].join('\n')).filter((fields) => 'usedPercent' in fields)
        for (const fields of found)
          expect(fields).toMatchObject({ mountpoint: '/', sizeBytes: 118 * G, usedPercent: 31 })
      },
    ),
  )
})

function human(size: number, used: number, available: number, usedPercent: number) {
  const [sizeBytes, usedBytes, availableBytes] = [size, used, available].map(Math.round)
  return { sizeBytes, usedBytes, availableBytes, usedPercent }
}

function kib(size: number, used: number, available: number, usedPercent: number) {
  return human(size * K, used * K, available * K, usedPercent)
}

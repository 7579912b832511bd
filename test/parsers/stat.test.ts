import { expect, test } from 'vitest'
import stat from '../../src/parsers/stat.ts'
import { factsIn, fieldsIn } from './facts-in.ts'

const FIELDS = { path: '/etc', links: 77, sizeBytes: 4096 }

test('reads path, links and size', () => {
  const text = `$ stat /srv/cache
  File: /srv/cache
  Size: 528482304 \tBlocks: 1032208    IO Block: 4096   directory
Device: fe01h/65025d\tInode: 786434      Links: 1
Access: (0755/drwxr-xr-x)  Uid: (    0/    root)   Gid: (    0/    root)
Access: 2026-11-20 09:14:48.172261416 +0000`
  expect(factsIn(stat, text)).toEqual([
    { kind: 'directory', fields: { path: '/srv/cache', links: 1, sizeBytes: 528_482_304 }, first: 1, last: 3 },
  ])
})

/** Recorded from coreutils 9.1 and busybox 1.35. */
test.each([
  [
    'busybox',
    `  File: /etc
  Size: 4096      \tBlocks: 8          IO Block: 4096   directory
Device: fe00h/65024d\tInode: 19          Links: 77`,
  ],
  [
    'German',
    ` Datei: /etc
 Größe: 4096      \tBlöcke: 8          EA Block: 4096   Verzeichnis
Gerät: 254/0\tInode: 19          Verknüpfungen: 77
Zugriff: (0755/drwxr-xr-x)  Uid: (    0/    root)   Gid: (    0/    root)`,
  ],
  [
    'French',
    `  Fichier : /etc
   Taille : 4096      \tBlocs : 8          Blocs d'E/S : 4096   répertoire
Périphérique : 254/0\tInœud : 19          Liens : 77
Accès : (0755/drwxr-xr-x)  UID : (    0/    root)   GID : (    0/    root)`,
  ],
  [
    'Chinese',
    `  文件：/etc
  大小：4096      \t块：8          IO 块大小：4096   目录
设备：254,0\tInode: 19          硬链接：77`,
  ],
  [
    'Japanese',
    `  File: /etc
  Size: 4096      \tBlocks: 8          IO Block: 4096   ディレクトリ
Device: 254,0\tInode: 19          Links: 77
Access: (0755/drwxr-xr-x)  Uid: (    0/    root)   Gid: (    0/    root)`,
  ],
])('understands %s', (_variant, text) => {
  expect(fieldsIn(stat, text)).toEqual([FIELDS])
})

test.each(["'/etc'", '‘/etc’', "`/etc'", '"/etc"'])('takes the quotes off %s', (name) => {
  const text = `  File: ${name}\n  Size: 4096 Blocks: 8 IO Block: 4096 directory\nDevice: 803h/2051d Inode: 2 Links: 77`
  expect(fieldsIn(stat, text)).toEqual([FIELDS])
})

test.each([
  [
    'a regular file',
    '  File: /etc/hosts\n  Size: 220 Blocks: 8 IO Block: 4096 regular file\nDevice: 254,0 Inode: 19 Links: 1',
  ],
  [
    'a link',
    '  File: /lib -> usr/lib\n  Size: 7 Blocks: 0 IO Block: 4096 symbolic link\nDevice: 254,0 Inode: 19 Links: 1',
  ],
  ['lines cut off', '  File: /etc\n  Size: 4096 Blocks: 8 IO Block: 4096 directory'],
  [
    'a file system',
    '  File: "/"\n    ID: 9b3 Namelen: 255     Type: ext2/ext3\nBlock size: 4096 Fundamental block size: 4096',
  ],
  ['prose', 'the IO Block: 4096 of that directory\nis odd: 3'],
  ['a listing', 'drwxr-xr-x 77 root root 4096 Nov 21 00:14 /etc'],
])('says nothing of %s', (_what, text) => {
  expect(factsIn(stat, text)).toEqual([])
})

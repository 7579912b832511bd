import { escaped } from '../slack-double/render/mrkdwn.ts'
import { blocksHtml } from './blocks-html.ts'
import { NAMES, type Picture } from './scenes.ts'

/** A whole page with the picture in an element `main`: nothing in it is fetched from anywhere. */
export function pageOf(picture: Picture): string {
  const { language, frame } = picture
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><style>${STYLE}</style>
<main class="${frame.kind}">${framed(picture)}</main></html>`
}

function framed({ frame, blocks }: Picture): string {
  const body = blocksHtml(blocks, NAMES)
  if (frame.kind === 'home') return `<nav><b>Home</b><span>Messages</span></nav><div class="body">${body}</div>`
  if (frame.kind === 'modal')
    return `<header>${escaped(frame.title)}</header><div class="body">${body}</div><footer><span class="button">${escaped(frame.close)}</span><span class="button primary">${escaped(frame.submit)}</span></footer>`
  const paste = frame.paste === undefined ? '' : post('Mei', 'M', '', `<pre>${escaped(frame.paste)}</pre>`)
  return `${paste}${post('Casebook', 'C', '<em>APP</em>', body)}`
}

function post(name: string, initial: string, badge: string, body: string): string {
  return `<article><i class="avatar ${initial}">${initial}</i><div class="body"><h1>${name}${badge}</h1>${body}</div></article>`
}

const STYLE = `
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.47 Lato, 'DejaVu Sans', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif; }
main { width: 760px; padding: 12px 16px; border: 1px solid #dddddd; border-radius: 8px; background: #fff; }
article { display: flex; gap: 10px; margin: 4px 0 10px; }
article > .body { flex: 1; min-width: 0; }
.avatar { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #1f3a4d; color: #fff; font: bold 19px/36px Lato, sans-serif; text-align: center; }
.avatar.M { background: #a8577e; }
h1 { margin: 0; font-size: 15px; line-height: 20px; }
h1 em { margin-left: 6px; padding: 1px 4px; border-radius: 3px; background: #ececec; color: #616061; font: bold 10px/14px Lato, sans-serif; }
.block { margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
p { margin: 0; }
pre, code { font: 12px/1.5 'DejaVu Sans Mono', 'WenQuanYi Micro Hei Mono', monospace; border: 1px solid #dddddd; border-radius: 4px; background: #f8f8f8; }
pre { margin: 4px 0; padding: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
code { padding: 1px 3px; color: #c01343; }
a, .mention { color: #1264a3; text-decoration: none; }
.mention { background: #e8f5fa; border-radius: 3px; padding: 0 2px; }
.header { font-weight: 900; font-size: 18px; }
.section { display: flex; justify-content: space-between; align-items: flex-start; gap: 16px; }
.context { color: #616061; font-size: 13px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
.button { flex: none; padding: 4px 12px; border: 1px solid #bbbabb; border-radius: 4px; background: #fff; font-weight: bold; font-size: 13px; white-space: nowrap; }
.button.primary { border-color: #007a5a; background: #007a5a; color: #fff; }
.button.danger { border-color: #e01e5a; color: #e01e5a; }
hr { border: 0; border-top: 1px solid #dddddd; }
label { display: block; font-weight: bold; }
label i { color: #616061; font-style: normal; font-weight: normal; }
small { display: block; color: #616061; font-size: 13px; }
.field { min-height: 36px; margin: 4px 0; padding: 6px 12px; border: 1px solid #868686; border-radius: 4px; font-size: 14px; }
.field.many { min-height: 56px; }
.field.select { position: relative; padding-right: 30px; min-width: 180px; }
.field.select::after { content: ''; position: absolute; right: 12px; top: 13px; width: 7px; height: 7px; border: solid #616061; border-width: 0 2px 2px 0; transform: rotate(45deg); }
.placeholder { color: #8d8d8d; }
.radio { display: flex; align-items: center; gap: 8px; }
.radio i { width: 16px; height: 16px; border: 1px solid #868686; border-radius: 50%; }
.radio i.on { border: 5px solid #1264a3; }
.modal { width: 560px; padding: 0; }
.modal header { padding: 14px 20px; border-bottom: 1px solid #dddddd; font-weight: 900; font-size: 20px; }
.modal .body { padding: 8px 20px; }
.modal .input { margin: 14px 0; }
.modal footer { display: flex; justify-content: flex-end; gap: 10px; padding: 14px 20px; border-top: 1px solid #dddddd; }
.home { padding: 0; }
.home nav { display: flex; gap: 20px; padding: 12px 20px 0; border-bottom: 1px solid #dddddd; color: #616061; }
.home nav b { padding-bottom: 8px; border-bottom: 2px solid #1f3a4d; color: #1d1c1d; }
.home .body { padding: 8px 20px; }
.chart { display: flex; gap: 12px; margin-top: 10px; border-bottom: 1px solid #dddddd; }
.group { flex: 1; text-align: center; font-size: 12px; color: #616061; }
.bars { display: flex; justify-content: center; align-items: flex-end; gap: 4px; height: 112px; border-bottom: 1px solid #868686; }
.bars div { width: 22px; }
.bars span { display: block; }
.bars i, .legend i { display: block; border-radius: 2px 2px 0 0; }
.legend { display: flex; gap: 16px; margin-top: 6px; font-size: 12px; color: #616061; }
.legend i { display: inline-block; width: 10px; height: 10px; margin-right: 5px; }
.s0 { background: #2f6f93; } .s1 { background: #2e9e73; } .s2 { background: #d18a2c; }
table { width: 100%; margin-top: 4px; border-collapse: collapse; font-size: 13px; }
th, td { padding: 5px 10px; border: 1px solid #dddddd; text-align: left; }
th { background: #f8f8f8; }
`

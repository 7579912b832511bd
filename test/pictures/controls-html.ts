import { type JsonRecord, recordOf, recordsOf } from '../slack-double/json.ts'
import { escaped } from '../slack-double/render/mrkdwn.ts'

/** A button or a field as it looks before anybody touches it. Throws for what it does not know. */
export function controlHtml(control: JsonRecord): string {
  const draw = CONTROLS[String(control.type)]
  if (!draw) throw new Error(`no picture can be drawn of a \`${control.type}\``)
  return draw(control)
}

const CONTROLS: Readonly<Record<string, (control: JsonRecord) => string>> = {
  button: ({ text, style }) => `<span class="button ${style ?? ''}">${words(text)}</span>`,
  static_select: select,
  external_select: select,
  plain_text_input: ({ initial_value: value, placeholder, multiline }) =>
    `<div class="field ${multiline ? 'many' : ''}">${filled(value === undefined ? undefined : escaped(String(value)), placeholder)}</div>`,
  radio_buttons: ({ options, initial_option: chosen }) =>
    recordsOf(options)
      .map((it) => {
        const isChosen = it.value === recordOf(chosen).value
        return `<div class="radio"><i class="${isChosen ? 'on' : ''}"></i>${words(it.text)}</div>`
      })
      .join(''),
}

function select({ initial_option: chosen, placeholder }: JsonRecord): string {
  return `<div class="field select">${filled(chosen && words(recordOf(chosen).text), placeholder)}</div>`
}

function filled(value: unknown, placeholder: unknown): string {
  return value === undefined ? `<span class="placeholder">${words(placeholder)}</span>` : `<span>${value}</span>`
}

function words(text: unknown): string {
  return escaped(String(recordOf(text).text ?? ''))
}

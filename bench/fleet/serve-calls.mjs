/** In a child: answers the calls of `Child.call` by name. */
export function serveCalls(calls) {
  process.on('message', async ({ id, name, args }) => {
    try {
      process.send({ id, value: await calls[name](...args) })
    } catch (error) {
      process.send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.once('disconnect', () => process.exit())
}

/** Connects to a unix socket that nobody accepts from until no more fit, and holds them. Argument: the socket. */
import { connect } from 'node:net'

const [socket] = process.argv.slice(2)
let held = 0

function next() {
  const connection = connect(socket)
  connection.once('connect', () => {
    held++
    next()
  })
  connection.once('error', ({ code }) => process.send({ held, code }))
}

next()
process.once('disconnect', () => process.exit())

// Reads a JSON list of passwords, writes a JSON list of [score, decimal logarithm of the guesses].
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { ZxcvbnFactory } = require('@zxcvbn-ts/core')
const common = require('@zxcvbn-ts/language-common')
const english = require('@zxcvbn-ts/language-en')
const finnish = require('@zxcvbn-ts/language-fi')

const estimator = new ZxcvbnFactory({
  graphs: common.adjacencyGraphs,
  dictionary: { ...common.dictionary, ...english.dictionary, ...prefixed(finnish.dictionary) },
})
const passwords = JSON.parse(readFileSync(0, 'utf8'))
process.stdout.write(
  JSON.stringify(passwords.map((password) => estimator.check(password)).map(({ score, guessesLog10 }) => [score, guessesLog10])),
)

// Both languages name their lists alike, and one must not replace the other.
function prefixed(dictionary) {
  return Object.fromEntries(Object.entries(dictionary).map(([name, words]) => [`${name}-fi`, words]))
}

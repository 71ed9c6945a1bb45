/**
 * The words that the rules are made of, by what they mean. Nothing here belongs to one project. Words are written as they stand in the
 * normal form: lower case, `behaviour` with a u, contractions spelt out, and `CODE`, `FLAG`, `QUOTE`, `VER` for names, quotations and versions.
 */

import { type Phrase, phrase } from '../phrases/phrase.ts'

/** Alternation of words for a regular expression. A word list reads better than its pattern. */
export function oneOf(words: string): string {
  return words
    .split(/[|\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .join('|')
}

/** Up to `most` words in between. */
export function gap(most: number): string {
  return `(?:[^ ]+ ){0,${most}}`
}

/** A pattern over normal forms, from strings made with `oneOf` and `gap`. */
export function pattern(source: string): Phrase {
  return phrase(source)
}

/** Taking away, as maintainers say it of their own product; only where the verb opens a clause. */
export const REMOVE =
  oneOf(`remove|removes|removed|removing|drop|drops|dropped|dropping|delete|deletes|deleted|eliminate|eliminates|eliminated|discontinue|discontinues|discontinued|
  retire|retires|retired|killed|sunset|nuke|get rid of|got rid of|rip out|ripped out|strip out|take out|takes out|took out|remove or replace`)
export const REMOVED = oneOf('removed|cancell?ed|dropped|deleted|eliminated|discontinued|retired|gone|purged|taken out|sunset|stripped')

/** Things of a product that its users touch. */
export const PUBLIC_THING = oneOf(`
  options?|flags?|switch|switches|settings?|parameters?|params?|arguments?|args?|kwargs?|keywords?|attributes?|attrs|property|properties|props?|fields?|
  config|configs|configurations?|env vars?|envvars?|environment variables?|variables?|commands?|subcommands?|sub-commands?|endpoints?|routes?|apis?|abi|methods?|functions?|procedures?|
  class|classes|modules?|packages?|interfaces?|traits?|types?|enums?|constants?|macros?|hooks?|callbacks?|events?|metrics?|labels?|headers?|columns?|tables?|views?|resources?|
  data sources?|datasources?|backends?|drivers?|adapters?|plugins?|providers?|linters?|rules?|formats?|protocols?|modes?|features?|feature-flags?|feature gates?|exports?|alias|aliases|operators?|syntax|
  directives?|tags?|templates?|components?|integrations?|support|binary|binaries|executables?|images?|tools?|scripts?|dashboards?|collectors?|exporters?|roles?|permissions?|annotations?|tasks?|presets?|
  overloads?|constructors?|helpers?|generators?|middlewares?|services?|actions?|filters?|ciphers?|algorithms?|extensions?|keys?|names?|values?|inputs?|outputs?|getters?|setters?|accessors?|
  elements?|platforms?|architectures?|distributions?|versions?|engines?|encodings?|codecs?|charts?|crds?|custom resources?|statements?|clients?|servers?|daemons?|utilities|utility|prefix|prefixes|suffix|suffixes|
  compatibility|shims?|polyfills?|fallbacks?|wrappers?|bindings?|decorators?|validators?|serializers?|behaviours?|members?|schemes?|roots?|signatures?|capability|capabilities|
  loggers?|handlers?|transports?|stores?|namespaces?|globals?|themes?|installers?|wheels?|variants?|definitions?|functionality|ability|factory|factories|subscribers?|mixins?|builders?|parsers?|matchers?|formatters?|renderers?|lexers?|encoders?|decoders?|loaders?|policy|policies`)

/** Platforms and runtimes that a product runs on or with. */
export const PLATFORM = oneOf(`
  pythons?|pypy|cpython|node|nodes|nodejs|node\\.js|deno|bun|ruby|rubies|jruby|rails|php|java|jdk|jre|kotlin|scala|go|golang|rust|rustc|msrv|elixir|erlang|otp|erlang/otp|perl|swift|xcode|dotnet|\\.net|netcoreapp|netstandard|
  kubernetes|k8s|helm|docker|containerd|openshift|windows|win32|linux|macos|mac|os x|osx|freebsd|openbsd|netbsd|solaris|illumos|aix|android|ios|alpine|debian|ubuntu|centos|rhel|fedora|glibc|musl|armv6|armv7|arm64|i386|i686|x86|32-bit|32 bit|
  postgres|postgresql|mysql|mariadb|sqlite|oracle|mongodb|redis|valkey|elasticsearch|opensearch|kafka|cassandra|rabbitmq|etcd|openssl|libressl|gcc|clang|llvm|cmake|msvc|visual studio|terraform|opentofu|ansible|
  django|flask|react|vue|angular|svelte|typescript|npm|cowboy|plug|phoenix|ecto|ie|ie11|ie8|internet explorer|safari|chrome|firefox|browsers?|es5|runners?|runtimes?|jvm|cuda|prometheus|grafana|nginx|consul|vault|eol|end-of-life`)

/** What shows that a thing was never meant for users, or that nobody will miss it, wherever it stands in the name of the thing. */
export const INTERNAL_THING = oneOf(`
  unused|dead|moot|privileges|unnecessary|unneeded|redundant|duplicate|duplicated|duplication|duplicates|extraneous|superfluous|stale|leftover|leftovers|left-over|vestigial|outdated|useless|spurious|bogus|stray|temporary|internal|internals|internally|private|undefined|
  tests?|unittests?|unit-tests?|testcases?|testing|testsuite|specs?|fixtures?|comments?|typos?|whitespaces?|trailing|docs?|documentation|docstrings?|readme|changelog|ci|workflows?|lint|linting|todos?|debug|debugging|
  warnings?|dependancy|dependency|dependencies|dep|deps|devdependency|devdependencies|dependence|makefile|licen[cs]es?|examples?|benchmarks?|boilerplate|assertions?|asserts?|
  non-existent|nonexistent|non-existing|existing|quadratic|exponential|thread-unsafe|unreachable|unintended|accidental|erroneous|incorrect|wrong|misleading|flaky|slow|blocking|
  usages?|bare|everywhere|hacks?|workarounds?|work-arounds?|hardcoded|hard-coded|vendored|vendoring|noise|extra|double|duplicating|unsafe|logic|implementation|codebase`)

/** Parts of the making that are such only where they are the thing itself: `remove the check`, not `remove the check command`. */
export const INNER_MATTER = oneOf(`
  links?|locks?|mutex|mutexes|locking|allocations?|copies|copying|clones?|cloning|calls?|uses|use|references?|mentions?|limits?|limitations?|restrictions?|requirements?|need|bounds?|bottlenecks?|overhead|cycles?|
  races?|constraints?|panics?|validations?|crash|crashes|attempts?|special-casing|special-case|spam|newlines?|spaces?|codepaths?|conditionals?|indirection|recursion|loops?|
  code|lines?|caching|flicker|flashing|syscalls?|boxing|sleeps?|delays?|latency|contention|false positives?|handling|assumptions?|guards?|checks?|patch|patches|polyfilled|
  memory|garbage|leaks?|bugs?|issues?|problems?|errors?|faults?|mistakes?|typos?|inconsistenc(?:y|ies)|deadlocks?|segfaults?|magic|fixed-width|styling|css|cookies?|files?|directory|directories|folders?|preloading|threads?|timers?|connections?|elements?|items?|entries|nodes|rows`)

/** Words that set a thing apart as already on its way out: its removal reaches somebody. */
export const OUTGOING = oneOf(
  'deprecated|long-deprecated|previously-deprecated|legacy|obsolete|obsoleted|unmaintained|unsupported|eol|end-of-life|experimental|old-style',
)

/** Places from which a removal reaches no user: `remove Python 3.7 from the CI matrix`. */
export const INTERNAL_PLACE = oneOf(
  'ci|cmake|build files?|build scripts?|tests?|testing|travis|workflows?|docs?|documentation|readme|examples?|changelog|benchmarks?|codebase|makefile|package\\.json|gemfile|go\\.mod|comments?|website|internals?|gitignore|tox|matrix|playground|dashboard|landing page|sidebar|tutorials?|guides?',
)

/** Verbs with which a product turns somebody away. */
export const REFUSE = oneOf(
  'raise|raises|throw|throws|reject|rejects|refuse|refuses|fail|fails|error|errors|abort|aborts|panic|panics|disallow|disallows|forbid|forbids|prohibit|prohibits|deny|denies|block|blocks|restrict|restricts|enforce|enforces|mandate|mandates|crash|crashes|exit|exits',
)
/** Verbs with which it leaves something out. */
export const OMIT = oneOf(
  'ignore|ignores|skip|skips|exclude|excludes|omit|omits|hide|hides|strip|strips|discard|discards|truncate|truncates|limit|limits|drop|drops',
)

/** Adjectives of a tightened rule. */
export const STRICT =
  oneOf(`required|mandatory|mutually exclusive|strict|stricter|more strict|case sensitive|case-sensitive|case insensitive|case-insensitive|read-only|readonly|immutable|private|internal|async|asynchronous|synchronous|
  an error|syntax errors?|a syntax error|a hard error|a fatal error|a compile error|fatal|forbidden|prohibited|disallowed|rejected|refused|denied|blocked|ignored|invalid|illegal|disabled|opt-in|opt-out|restricted|keyword-only|keyword only|positional-only|sealed|final|abstract|unsupported|unsafe|reserved|protected|optional features?`)

/** Behind `no longer`: a relief. All else that is no longer so is a loss to somebody. */
export const RELIEVED =
  oneOf(`croak|croaks|die|dies|choke|chokes|crash|crashes|crashed|fail|fails|failing|panic|panics|hang|hangs|hanging|leak|leaks|leaked|block|blocks|blocked|blocking|require|requires|required|requiring|necessary|need|needs|needed|break|breaks|broken|lose|loses|lost|corrupt|corrupts|
  duplicate|duplicates|duplicated|wait|waits|spin|spins|freeze|freezes|time out|times out|flicker|flickers|depend|depends|dependent|nullable|trample|tramples|collide|collides|experimental|provisional|beta|limited|restricted|stuck|affected|cause|causes|result in|results in|suffer|suffers|swallow|swallows|
  suppress|suppresses|hide|hides|hidden|wrong|incorrect|incorrectly|segfault|segfaults|deadlock|deadlocks|overwrite|overwrites|clobber|clobbers|mangle|mangles|truncate|truncates|truncated|miss|misses|complain|complains|warn|warns|deprecated|assume|assumes|vulnerable|slow|slower|
  recompile|recompiles|reallocate|reallocates|copy|copies|allocate|allocates|confuse|confuses|confused|interfere|interferes|prevent|prevents|prevented|hardcode|hardcodes|hardcoded|hard-coded|conflict|conflicts|race|races|has to|have to|must|exceed|exceeds|stall|stalls|spam|spams|
  pollute|pollutes|shadowed|double|doubles|twice|erroneously|accidentally|mistakenly|unnecessarily|needlessly|falsely|silently|sometimes|lag|lags|ignored|ignore|ignores|rejected|reject|rejects|disallow|disallows|disallowed|forbid|forbids|forbidden|prohibit|prohibits|error|errors|throw|throws|raise|raises|give|gives|empty|null|missing|
  unstable|unsafe|an issue|a problem|possible to|ambiguous|quadratic|exponential|disappear|disappears|vanish|vanishes|linger|lingers|flap|flaps|grow|grows|retain|retains|hold|holds|abort|aborts|trigger a|triggers a|produce invalid|treat as error|skip|skips|skipped|drop|drops|dropped|disconnect|disconnects|interrupt|interrupts|in use|rely on|relies on|relied on|relying on|link to|links to|import|imports|invoke|invokes|try to|tries to|attempt to|attempts to|shell out|shells out|get in|gets in|used internally|forever|indefinitely|endlessly|used by|referenced`)
/** Behind `no longer`: may be either. */
export const LOST_PERHAPS =
  oneOf(`use|uses|used|report|reports|reported|show|shows|shown|display|displays|displayed|log|logs|logged|print|prints|printed|send|sends|sent|write|writes|written|create|creates|created|add|adds|added|
  read|contains|store|stores|stored|track|tracks|tracked|check|checks|render|renders|rendered|produce|produces|update|updates|have|has|do|does|perform|performs|throw|throws|raise|raises`)

/** How a thing is kept reachable: nobody breaks. */
export const KEPT = oneOf(
  'still work|still works|still bundled|still included|still shipped|still be used|still supported|continue to work|continues to work|will continue|keeps? working|backwards?[ -]compatib\\w{2,8}|left in place|still exists?|still available|remain available|remains available|remains supported|kept as|kept for|old names? is still|old names? are still|for compatibility|for backwards? compatibility|with a soft|previous name|(?:not|without)(?: yet)? remov(?:e|es|ed|ing)|(?:old|previous|former) (?:[^ ]+ ){0,2}(?:(?:is|are) )?(?:still|kept|remains?|continues?)|old (?:[^ ]+ ){0,2}alias',
)

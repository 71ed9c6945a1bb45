import { gap, LOST_PERHAPS, pattern, RELIEVED } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

const ADVERB = '(?:[a-z]{2,16}ly )?'
const BE = '(?:be |is |are |a |an |able to |any |the |to )?'
/** `a bug where x no longer works`, `code that no longer compiles`, `if it no longer exists`: circumstances. */
const TOLD = pattern(
  '(?:^| )(?:when|if|where|after|until|once) (?:[^ ,]+ ){0,10}no longer|(?:^| )(?:which|who|whose|because|since|so|fix|fixes|fixed|fixing|for|bug|issue|regression|make|makes|making|ensure|ensures|help|remove|removes|removed|clean|delete|deletes|skip|detect|warn|warns) (?:[^ ]+ ){0,10}no longer',
)
const THAT = pattern('(?:^| )(?:that|of|with|on) (?:[^ ]+ ){0,3}(?:is |are )?no longer')

/** Something that worked does not any more. */
export const LOSS_RULES: readonly PatternRule[] = [
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something no longer works as before',
    weight: 1.15,
    find: pattern(`(?:^| )no longer [^ ]`),
    unless: pattern(
      `${TOLD.source}|${THAT.source}|(?:^| )no longer ${ADVERB}${BE}${ADVERB}(?:${RELIEVED}|${LOST_PERHAPS})(?:[ ,.;:)]|$)|(?:^| )(?:may|might|could|should|will soon) no longer|(?:^| )no longer (?:supported|maintained) by (?:the |its )?(?:[^ ]+ ){0,3}(?:team|upstream|vendor|project|community|maintainers)(?:[ ,.;]|$)|no longer (?:[^ ]+ )?(?:the )?(?:an? |any )?(?:error|errors|unnecessar\\w{0,4}|unneeded|redundant|duplicates?|duplicated|wrong|incorrect\\w{0,2}|invalid|spurious|stale|empty|twice|false|extra)(?:[ ,.;]|$)|no longer (?:[^ ]+ ){1,8}(?:if|when|where) (?:it can|it is not|they are not|not needed|not necessary|unnecessary|possible|there is no|nothing)|no longer (?:[^ ]+ ){1,3}(?:forever|indefinitely|endlessly|twice|repeatedly|unconditionally|needlessly)(?:[ ,.;]|$)`,
    ),
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something is no longer done',
    weight: 0.7,
    find: pattern(`(?:^| )no longer ${ADVERB}${BE}${ADVERB}(?:${LOST_PERHAPS})(?:[ ,.;:)]|$)`),
    unless: pattern(
      `${TOLD.source}|${THAT.source}|no longer (?:[^ ]+ )?(?:shows?|displays?|reports?|logs?|prints?|throws?|raises?|adds?|creates?|sends?|produces?|returns?|has|have) (?:an? |the |any )?(?:[^ ]+ )?(?:error|errors|exception|exceptions|warning|warnings|unnecessar\\w{0,6}|unneeded|redundant|duplicates?|duplicated|wrong|incorrect|invalid|spurious|stale|empty|twice|false|extra|noisy|deprecat\\w{0,7}|issues?|problems?|bug)`,
    ),
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something is not possible any more',
    weight: 1.2,
    find: pattern(
      `(?:^| )(?:does|do|is|are|can|will|may|has|have)(?: not|not) ${gap(10)}?anymore(?:[ ,.;:)]|$)|(?:^| )not possible anymore|(?:^| )can no longer |(?:^| )cannot ${gap(8)}anymore`,
    ),
    unless: pattern(
      `${TOLD.source}|(?:^| )(?:croak|die|choke|ignore|swallow|suppress|hide|lose|drop|crash|fail|hang|leak|panic|break|block|require|required|need|needed|necessary|error|throw|missing|raise|depend|cause|deadlock|segfault|warn|affect|affected|stuck|fails|experimental|intend|intend to|provisional|detected as|mistaken for|flagged as) ${gap(6)}?anymore|anymore because (?:it|this|that|they) (?:breaks?|broke|causes?|caused|crash|crashes|crashed|leads?|led|fails?|failed)|(?:not possible anymore|no longer possible) to (?:crash|corrupt|bypass|exploit|lose|break|hang|inject|leak|overwrite|accidentally)|can no longer (?:crash|fail|hang|leak|panic|break|deadlock|corrupt|exceed|cause|be exploited)`,
    ),
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something stops to happen',
    weight: 0.85,
    find: pattern(`(?:^|[,;:] |(?:^| )(?:and|we|also|now) )(?:stop|stops|stopped) (?:automatically |implicitly )?[a-z]{3,20}ing(?: |$)`),
    unless: pattern(
      String.raw`(?:^| )(?:stop|stops|stopped) (?:[a-z]{2,14}ly )?(?:using|relying|crashing|leaking|hanging|failing|spamming|logging|warning|polling|assuming|copying|allocating|blocking|duplicating|recompiling|testing|running|importing|trying|retrying|swallowing|mutating|calling|making|creating|hardcoding|depending|caching|spawning|checking)|(?:^| )(?:deprecated|unnecessar\w{1,4}|redundant|duplicates?|when|internal|internally|from|twice|tests?|errors?)(?:[ ,.;:]|$)`,
    ),
  },
  {
    family: 'loss',
    kind: 'removal',
    why: 'something with a name is switched off',
    weight: 1,
    find: pattern('^(?:disable|disables|disabled) (?:the )?(?:CODE|FLAG)(?: (?:support|feature|option|by|for all)(?:[ ,.;]|$)|[.]?$)'),
    unless: pattern('(?:^| )(?:tests?|ci|lint|rule|warning|warnings|docs|fix) '),
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something is left out by what has a name',
    weight: 0.8,
    find: pattern(
      '^(?:the )?CODE (?:does|do) not (?:include|contain|return|accept|support|take|emit|inherit|add|set|create|call|use|have|throw|raise|read|write) ',
    ),
    unless: pattern('(?:^| )(?:if|when|yet|currently|fix|bug) '),
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'an output lacks what it had',
    weight: 1.1,
    find: pattern(
      `^(?:the )?${gap(4)}(?:outputs?|responses?|results?|messages?|reports?|logs?|images?|packages?|archives?|tarballs?|binary|binaries) (?:does |do )?no longer (?:has|have|contains?|includes?|ships?|carry|carries|bundles?) `,
    ),
    unless: pattern('(?:^| )(?:error|errors|warnings?|duplicates?|duplicated|unnecessary|redundant|stale|extra|trailing|wrong|invalid) '),
  },
  {
    family: 'loss',
    kind: 'removal',
    why: 'something moved out into a part of its own',
    weight: 1.2,
    find: pattern(
      `^(?:move|moves|moved|extract|extracts|extracted|split|splits) ${gap(8)}(?:from (?:the )?(?:[^ ]+ )?core|out of (?:the )?(?:core|main)[a-z]{0,3}(?: [a-z]+)?|from the main [a-z]+) (?:in)?to (?:an? |the |its |their )?(?:separate |external |own |standalone |optional |new )?(?:CODE )?(?:plugins?|packages?|extensions?|modules?|repository|repo|gems?|crates?|collections?|libraries|library|CODE)(?:[ ,.;]|$)`,
    ),
    unless: pattern('(?:^| )(?:internal|internally|tests?|docs) '),
  },
  {
    family: 'loss',
    kind: 'removal',
    why: 'something is no longer made or shipped',
    weight: 1.2,
    find: pattern(
      `(?:^|[,;:] |(?:^| )(?:and|we|also|have|now) )(?:stop|stops|stopped|cease|ceased) (?:building|shipping|publishing|providing|distributing|supporting|exporting|packaging|releasing|bundling|installing|producing|offering|including|accepting|recogni[sz]ing|exposing) ${gap(4)}?(?:CODE|FLAG|VER|\\d[^ ]*|binar(?:y|ies)|packages?|images?|wheels?|builds?|support|versions?|releases|artifacts?|modules?|headers?|metrics?|options?|flags?|platforms?)(?:[ ,.;]|$)`,
    ),
    unless: pattern('(?:^| )(?:tests?|ci|docs|internal|internally|twice|unnecessarily|when|if) '),
  },
  {
    family: 'loss',
    kind: 'removal',
    why: 'something is switched off or taken away',
    weight: 1.25,
    find: pattern(
      `(?:^|[,;:] |(?:^| )(?:and|we|also) )(?:temporarily )?(?:disable|disables|disabled|inactivate|inactivates|deactivate|deactivates|turn off) (?:temporarily )?(?:the )?${gap(2)}?(?:CODE |FLAG )?(?:features?|commands?|api|endpoints?|linters?|plugins?|backends?|protocols?|linters|support|deprecated|http3|tls|ssl|ciphers?|modes?)(?:[ ,.;:]|$)|(?:^| )(?:was|has been|have been|is now|are now) (?:temporarily )?(?:disabled|switched off|turned off)(?: in this| by default|[ ,.;:]|$)`,
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|add|adds|allow|option|ability)|(?:^| )(?:when|if|unless|where|while|option|flag|setting|allow|allows|that|which|can be|warning|warnings|test|tests|ci|telemetry|log|logs|animation|button|in ci|cache|caching) ',
    ),
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something stops to work',
    weight: 1.2,
    find: pattern(
      `(?:^| )(?:will|may|might|would|could|do|does|can)(?: also| now| then)? (?:stop working|stop functioning|cease to work|not work|not compile|fail to compile|not build|fail to build|fail to start|not start|not be compatible|not be recogni[sz]ed|no longer (?:be )?(?:work|compile|build|start))(?:[ ,.;:)]|$)|(?:^| )no longer compile successfully`,
    ),
    unless: pattern('(?:^| )(?:if you do not|would not|could not|fix|fixes|fixed|bug|issue|where|because|otherwise|older versions) '),
  },
]

import { gap, LOST, LOST_PERHAPS, pattern } from '../lexicon.ts'
import type { PatternRule } from './rule.ts'

const ADVERB = '(?:[a-z]{2,16}ly )?'
const BE = '(?:be |is |are |a |an |able to |any |the |to )?'
/** `a bug where x no longer works`, `code that no longer compiles`, `if it no longer exists`: circumstances. */
const TOLD =
  /(?:^| )(?:when|if|where|which|who|whose|because|since|so|after|until|once|fix|fixes|fixed|fixing|for|bug|issue|regression|make|makes|making|ensure|ensures|help|remove|removes|removed|clean|delete|deletes|skip|detect|warn|warns) (?:[^ ]+ ){0,10}no longer/
const THAT = /(?:^| )(?:that|of|with|on) (?:[^ ]+ ){0,3}(?:is |are )?no longer/

/** Something that worked does not any more. */
export const LOSS_RULES: readonly PatternRule[] = [
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something no longer works as before',
    weight: 1.2,
    find: pattern(`(?:^| )no longer ${ADVERB}${BE}${ADVERB}(?:${LOST})(?:[ ,.;:)]|$)`),
    unless: pattern(
      `${TOLD.source}|${THAT.source}|(?:^| )(?:will soon no longer|may no longer be|might no longer be|could no longer)|no longer (?:installs?|loads?|set|returns?|includes?|emits?|generates?|reports?|treats?) (?:an? |the )?(?:error|errors|unnecessar|unneeded|redundant|duplicate|duplicated|wrong|incorrect|invalid|spurious|stale|empty|twice|false|extra)`,
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
      `${TOLD.source}|(?:^| )(?:crash|fail|hang|leak|panic|break|block|require|required|need|needed|necessary|error|throw|missing|raise|depend|cause|deadlock|segfault|warn|affect|affected|stuck|fails|experimental|intend|intend to|provisional) ${gap(4)}?anymore|can no longer (?:crash|fail|hang|leak|panic|break|deadlock|corrupt|exceed|cause|be exploited)`,
    ),
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something stops to happen',
    weight: 0.8,
    find: pattern(
      `(?:^|[,;:] |(?:^| )(?:and|we|also|now) )(?:stop|stops|stopped) (?:accepting|allowing|exporting|exposing|including|bundling|shipping|publishing|providing|installing|generating|building|using|returning|inheriting|treating|converting|parsing|loading|reading|sending|setting|emitting|supporting|defaulting|coercing|respecting)`,
    ),
    unless: /(?:^| )(?:using deprecated|unnecessar|redundant|duplicate|when|internal|internally|from)(?:[ ,.;:]|$)/,
  },
  {
    family: 'loss',
    kind: 'removal',
    why: 'something is switched off or taken away',
    weight: 1.0,
    find: pattern(
      `(?:^|[,;:] |(?:^| )(?:and|we|also) )(?:temporarily )?(?:disable|disables|disabled|inactivate|inactivates|deactivate|deactivates|turn off) (?:temporarily )?(?:the )?${gap(2)}?(?:CODE |FLAG )?(?:features?|commands?|api|endpoints?|linters?|plugins?|backends?|protocols?|linters|support|deprecated|http3|tls|ssl|ciphers?|modes?)(?:[ ,.;:]|$)|(?:^| )(?:was|has been|have been|is now|are now) (?:temporarily )?(?:disabled|switched off|turned off)(?: in this| by default|[ ,.;:]|$)`,
    ),
    unless:
      /^(?:fix|fixes|fixed|add|adds|allow|option|ability)|(?:^| )(?:when|if|unless|where|while|option|flag|setting|allow|allows|that|which|can be|warning|warnings|test|tests|ci|telemetry|log|logs|animation|button|in ci|cache|caching) /,
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'something stops to work',
    weight: 1.2,
    find: pattern(
      `(?:^| )(?:will|may|might|would|could|do|does|can)(?: also| now| then)? (?:stop working|stop functioning|cease to work|not work|not compile|fail to compile|not build|fail to build|fail to start|not start|not be compatible|not be recogni[sz]ed|no longer (?:be )?(?:work|compile|build|start))(?:[ ,.;:)]|$)|(?:^| )no longer compile successfully`,
    ),
    unless: /(?:^| )(?:if you do not|would not|could not|fix|fixes|fixed|bug|issue|where|because|otherwise|older versions) /,
  },
]

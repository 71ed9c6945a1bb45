import { gap, oneOf, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

const MUST = oneOf(
  'must|need to|needs to|have to|has to|should|shall|will need|will have|are required to|is required to|are advised to|will be required|required to|may need|may have|might need|might have|may want to|will want to|should now|must now',
)
const WORK = oneOf(
  'update|change|adapt|adjust|rename|replace|migrate|upgrade|rewrite|recompile|rebuild|re-run|rerun|re-create|recreate|regenerate|re-generate|convert|switch|move|explicitly|reindex|re-index|reinstall|modify|review|reconfigure|re-configure|use|pass|specify|set|enable|opt|install|run|delete|remove|import|call|declare|implement|provide|follow|make|ensure|configure|bump|add|apply|check|edit|drop|reset|rotate|backup|back up|stop|restart|port|log|sign|re-apply|reapply|re-authenticate|reauthenticate|re-login|retrain|re-import|re-export|re-deploy|redeploy|re-index|accept|fix|wipe|purge|clear|discard|throw away|nuke|truncate|reinitiali[sz]e|re-initiali[sz]e|dump',
)
const PASSIVE_WORK = oneOf(
  'updated|changed|adapted|adjusted|renamed|replaced|migrated|rewritten|recompiled|rebuilt|re-run|recreated|regenerated|converted|moved|reindexed|reinstalled|modified|reviewed|reconfigured|set explicitly|explicitly set|upgraded|removed from|specified|enabled explicitly|backed up|imported|re-imported|exported|created again|redeployed|re-deployed|reset|prefixed|passed|adjusted accordingly|ported|deleted|removed|cleared|purged|re-applied|reapplied|re-issued|reissued|rotated|re-encrypted|re-encoded|re-installed|replaced by hand|repeated|registered again',
)
const HELPS = pattern(
  '(?:must|need to|needs to|have to|has to|should|required) (?:[^ ]+ ){0,9}to (?:try|enable|activate|benefit|take advantage|opt in|opt-in|use the new|use this|make use)|(?:^| )automatically |(?:^| )(?:no longer|not|never|without|do not|avoid|avoids|if you want|if you wish|optionally|so you|you can|to use this|to enable this|to activate|to try) (?:[^ ]+ ){0,6}(?:must|need|have to|has to|should|required)|(?:^| )(?:no longer|not|never|does not|do not|without) (?:need|have|require|must)',
)

/** Steps that users must take, or what happens to them if they take none. */
export const ACTION_RULES: readonly PatternRule[] = [
  {
    family: 'action',
    kind: 'behaviour',
    why: 'something is to be done with the upgrade',
    weight: 1.25,
    find: pattern(
      '(?:^| )if (?:you are )?upgrading from [^,]{1,40}, (?:please )?(?:recreate|reindex|rebuild|run|drop|delete|update|apply|remove|replace|rename|migrate|convert|CODE) |^(?:ensure|make sure|be sure) (?:that )?(?:you|to) (?:have )?(?:update|updated|upgrade|upgraded|apply|install|run|recreate|change|set|remove|migrate|rename|replace) ',
    ),
    unless: pattern('(?:^| )(?:fix|fixes|fixed|tests?|docs) '),
  },
  {
    family: 'action',
    kind: 'api',
    why: 'users may have to change their code',
    weight: 1.4,
    find: pattern(
      '(?:^| )(?:may|might|will|could|can) require (?:[^ ]+ ){0,2}(?:users?|callers?|consumers?|you|developers|authors|maintainers) (?:to )?(?:updat\\w{1,3}|chang\\w{1,3}|adapt\\w{0,3}|adjust\\w{0,3}|modif\\w{1,4}|rewrit\\w{1,3}|migrat\\w{1,3}) |(?:^| )(?:any|those|existing) users? (?:previously |currently |still )?(?:using|relying on|depending on) [^ ]+ (?:should|must|need to|have to|will need to|will have to) ',
    ),
    unless: pattern('(?:^| )(?:future|later|next|not|no longer) '),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'it is imported by another path',
    weight: 2,
    find: pattern(
      '(?:^| )(?:add|adds|added|append) (?:[^ ]+ ){0,3}(?:suffix|major version) to (?:the )?(?:module|import|package) (?:import )?(?:paths?|names?)(?:[ ,.;(]|$)|(?:^| )(?:module|import|package) (?:import )?(?:path|name) (?:is now|has changed|has been changed|was changed|changed|moved) ',
    ),
    unless: pattern('(?:^| )(?:fix|fixes|fixed|docs|documentation|tests?|examples?|relative|internal|custom|support|option|allow) '),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'users must act',
    weight: 1.15,
    find: pattern(
      `(?:^| )(?:you|users?|users? of [^ ]+|developers|operators|consumers|clients|applications|projects|plugin authors|authors|admins?|administrators|anyone|everyone|people|those|they|implementers|callers) ${gap(6)}?(?:${MUST}) (?:to )?(?:also |now |therefore |first |manually ){0,2}(?:${WORK})(?:[ ,.;:]|$)`,
    ),
    unless: HELPS,
  },
  {
    family: 'action',
    kind: 'requirement',
    why: 'users are asked to act',
    weight: 1.6,
    find: pattern(
      `(?:^| )please (?:[a-z]+ly |also |now )?(?:add|install|include|remove|replace|set|configure|specify|switch|move|declare|list|pin) ${gap(6)}(?:your|their) `,
    ),
    unless: pattern(`${HELPS.source}|(?:^| )(?:if|when|issues?|report|feedback|bugs?|questions?) `),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'users are asked to update what they have',
    weight: 2,
    find: pattern('(?:^| )please (?:update|adapt|adjust|migrate|change|review|convert|rename) (?:any|all|your|their) '),
    unless: pattern(`${HELPS.source}|(?:^| )(?:if|when) `),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'what people have fails from now on',
    weight: 1.6,
    find: pattern(
      '(?:^| )(?:will|may|might|would) (?:now )?(?:fail|break|stop working) (?:with|after|under|in|because of) (?:this|the new) (?:change|release|version|upgrade|update)',
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )not '),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'code of users may fail',
    weight: 1.6,
    find: pattern(
      `(?:^| )(?:may|might|can|could|will|would) (?:now )?(?:cause|lead to|result in|trigger) ${gap(4)}(?:panics?|crash|crashes|failures?|errors?|exceptions?) in (?:user|users|your|existing|client|application|downstream|third-party)`,
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:bug|issue|previously) '),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'what users have runs otherwise',
    weight: 1.1,
    find: pattern(`(?:^| )(?:your|existing) (?:[^ ]+ ){1,3}will now `),
    unless: pattern('(?:^| )(?:if you|when you|automatically|also|correctly|properly|faster) '),
  },
  {
    family: 'action',
    kind: 'api',
    why: 'what people made must be adapted',
    weight: 1.15,
    find: pattern(
      `(?:^| )(?:existing|custom|third-party|downstream|your) ${gap(4)}?(?:will need to|need to|needs to|must|have to|has to|will have to) (?:now |also |therefore )?(?:${WORK})(?: |$)`,
    ),
    unless: HELPS,
  },
  {
    family: 'action',
    kind: 'api',
    why: 'something must be otherwise',
    weight: 1,
    find: pattern(
      `^(?:all |custom |existing |your |third-party ){0,2}(?:plugins?|drivers?|providers?|adapters?|handlers?|callbacks?|implementations?|subclasses|backends?|extensions?|modules?|functions?|names?|values?|ids?|keys?|components?|hooks?|validators?|controllers?|resolvers?|types?|classes|models?|fields?|files?|certificates?|tokens?|passwords?|identifiers?|options?|parameters?|arguments?|(?:[a-z-]+ )?(?:urls?|uris?|addresses|paths?|queries)|CODE) (?:[^ ]+ ){0,4}must (?:now |also |always )?(?:be|have|implement|return|use|contain|inherit|accept|provide|define|start|end|match|specify|include|declare)(?: |$)`,
    ),
    unless: HELPS,
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'something must be changed by users',
    weight: 1.15,
    find: pattern(
      `(?:^| )(?:${MUST}) (?:to )?(?:also |now |therefore |first |manually ){0,2}be ${gap(2)}?(?:${PASSIVE_WORK})(?:[ ,.;:]|$)`,
    ),
    unless: HELPS,
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'users must update their side',
    weight: 1.15,
    find: pattern(
      `(?:^| )(?:please |be sure to |make sure to |remember to )?(?:update|adapt|adjust|change|migrate|rename|rewrite|review|fix|convert|modify) (?:your|their) (?:[^ ]+ ){0,4}(?:code|configs?|configurations?|settings?|scripts?|queries|dashboards?|alerts?|templates?|imports?|calls?|usage|usages|projects?|applications?|apps?|files?|rules?|manifests?|values|tests|pipelines?|workflows?|clients?|integrations?|implementations?|accordingly|backend|backends|runners?)`,
    ),
    unless: HELPS,
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'existing use may break',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:may|might|can|could|will|would|to|likely|potentially|possibly) ${gap(6)}?(?:break|breaks|breaking|breakage)(?: |$|[,.;:])|(?:^| )breaks? (?:the |any |some |all |your |existing |user |users |client |code |apps? |backwards? |api |abi |compat)|(?:^| )(?:this|which|that|it) breaks |(?:^| )(?:cause|causes|result in|results in|lead to) ${gap(3)}?(?:break|breakage|breakages|breaking|incompatibilit\\w{1,4})`,
    ),
    unless: pattern(
      '(?:^| )(?:not|never|without|no|otherwise|fix|fixes|fixed|prevent|prevents|avoid|avoids|bug|issue|where|could|that|which|so as to|instead of|regression|should not|would have) (?:[^ ]+ ){0,8}break|line break|page break|break (?:down|out|up|into|point|points|lines?|glass|words?|ties?|early|apart|loop|the loop|out of)|long lines',
    ),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'those who relied on the old are reached',
    weight: 1,
    find: pattern(
      `(?:^| )(?:if|in case|anyone|those|code|users|projects|apps?|applications|plugins|scripts|tools|clients|consumers) (?:your |you |any |who |that |which |were |was |are |is |had |have |has |may |might |be |been |expecting |previously |currently ){0,6}(?:rely|relies|relied|relying|depend|depends|depended|depending|expecting|expected|assume|assumed|assuming)(?: on| upon|ed|ing|s| |$)`,
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed) |(?:^| )(?:fix|fixes|fixed|bug|no longer depend|does not depend|not depend|cached|calculated|evaluated|determined|chosen|varies|different results?|values) ',
    ),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'the old behaviour has to be asked for',
    weight: 1.25,
    find: pattern(
      `(?:^| )(?:to|can|you can|and) (?:keep|preserve|retain|restore|get|bring|go|revert|maintain|replicate|recover|return|switch|opt|continue|use|enable|achieve|re-enable|reenable) ${gap(5)}?(?:the |to |with |your )?(?:old|previous|former|existing|original|prior|earlier|legacy|current|pre-\\S+|VER) (?:[^ ]+ )?(?:behaviours?|functionality|defaults?|semantics|values?|settings?|format|output|mode|way|formatting)|(?:^| )(?:old|previous|former|original) behaviour (?:can|may) (?:still )?be (?:restored|enabled|kept|achieved|re-enabled|preserved|obtained|retained)|(?:^| )(?:option|flag|setting|variable) (?:to (?:keep|restore|get|retain)|for) (?:the )?(?:previous|old|former|legacy|existing) behaviour|(?:^| )bring the old behaviour back|(?:^| )opt[- ]out for those who rely`,
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|revert|reverts|restore|restores|restored|reverted) |(?:^| )(?:this release|this version|now) (?:reverts|restores)',
    ),
  },
  {
    family: 'action',
    kind: 'data',
    why: 'a migration is needed',
    weight: 1.1,
    find: pattern(
      `(?:^| )(?:action required|manual (?:migration|intervention|steps?|action|upgrade)|(?:requires?|needs?|required|perform|performs) (?:an? |the |some |additional |manual |one-time |full ){0,3}(?:database |data |schema |state |index |config |configuration |cluster )?(?:migrations?|reindex\\w{0,4}|re-index\\w{0,4}|rebuild|recompilation|resync|re-sync|downtime|reinstall\\w{0,6}|re-deployment|redeployment)|(?:database|data|schema|index|config|configuration|storage) (?:migrations?|upgrades?|conversions?) (?:is |are )?(?:required|needed|necessary)|(?:dump\\/restore|dump and restore|reindex(?:ing)?|re-indexing|rebuild|recompilation|recompile|re-?sync|reinstall|migration|restart) (?:is|are) (?:required|needed|necessary)|required migration|(?:is|are) not (?:upgraded|migrated|converted|updated) automatically)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(
      `${HELPS.source}|(?:^| )(?:no|without(?: any)?|zero) (?:[^ ]+ )?(?:manual|special|action|further|additional|database|data|schema|migration|downtime|reindex\\w{0,4})`,
    ),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'a migration guide is pointed to',
    weight: 0.45,
    find: pattern(
      '(?:^| )(?:migration|migrating|upgrade|upgrading|porting) (?:guide|notes?|docs|documentation|instructions|steps)(?:[ ,.;:)]|$)',
    ),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'something is to be done before upgrading',
    weight: 0.9,
    find: pattern('(?:^| )(?:before|prior to|when) (?:you )?(?:upgrade|upgrading|updating|the upgrade)(?:[ ,.;:]|$)'),
    unless: pattern(
      '^(?:fix|fixes|fixed|add|adds|added|improve|document) |(?:^| )(?:bug|issue|error|crash|warn|warns|no action|no special action|review the release notes|release notes carefully|read the|not required|we recommend|recommended|please read|consult|no changes) ',
    ),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'something turns around',
    weight: 1.2,
    find: pattern(
      '(?:^| )(?:opposite (?:behaviour|effect|meaning)|incompatible (?:change|changes|way)|differs? from (?:the )?(?:previous|earlier|older|prior|old) (?:versions?|releases?|behaviour)|(?:this|the) (?:release|version|change|update|upgrade) (?:can|may|might|will|could) (?:also )?(?:change|alter|affect|impact) |(?:major|significant|substantial) changes? (?:in|to) (?:its|their) (?:[^ ]+ )?(?:usage|output|api|syntax|format|behaviour|interface|semantics|arguments|options)|different (?:behaviour|semantics|meaning|error code|error codes|result|results|output)(?: than| from| to)?|(?:changes?|alters?) (?:the |its )?(?:observable |existing |default )?(?:behaviour|semantics|meaning)(?: of| for| if| when|[ ,.;]|$))',
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|add|adds) |(?:^| )(?:not|no|without|bug|option|allow) (?:[^ ]+ ){0,6}(?:behaviour|semantics|different)',
    ),
  },
]

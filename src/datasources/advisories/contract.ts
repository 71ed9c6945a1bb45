import type { AdvisoryAnswer, AdvisorySourceId } from '../../core/model/advisory-answer.ts'
import type { DatasourceIo } from '../contract.ts'

/** A package that a component is known as, and the versions of it that matter: the one in use and the targets. */
export interface AskedPackage {
  /** As OSV writes it: `Go`, `Bitnami`, `GIT` for a repository. */
  ecosystem: string
  package: string
  versions: readonly string[]
}

/** All names of one component. */
export interface AdvisoryRequest {
  packages: readonly AskedPackage[]
}

/** A service that knows advisories. */
export interface AdvisorySource {
  id: Exclude<AdvisorySourceId, 'directory'>
  /** One line for the documentation table. */
  label: string
  docs: string
  /**
   * Answers by position, one for each request. A package that the service cannot know is left out, with a notice where all the others are
   * answered; one that could not be asked for makes the whole answer a failure, for half an answer would let versions pass. Never throws
   * for an upstream's failure.
   */
  lookUp(requests: readonly AdvisoryRequest[], io: DatasourceIo): Promise<AdvisoryAnswer[]>
}

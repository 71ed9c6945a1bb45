import { chooseBy, type Strategy } from './contract.ts'

/**
 * Everything that passed the filters; the highest wins. Whether pre-releases take part is decided by the filter before it,
 * which looks at `exclude_prereleases` and at a current version that is itself a pre-release.
 */
export const latest: Strategy = {
  id: 'latest',
  label: 'The newest stable release; pre-releases where `exclude_prereleases: false` allows them',
  choose: (eligible) => chooseBy(eligible, () => null),
}

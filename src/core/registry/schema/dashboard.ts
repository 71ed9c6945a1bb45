import { flag, section, text } from './key.ts'

/** `upgrade_policies.dashboard` */
export function dashboard() {
  return section(
    {
      enabled: flag({
        description: 'Whether one issue lists all components, with boxes to trigger what waits. Needs `issues: write`.',
        default: false,
      }).optional(),
      title: text({ description: 'Title of the issue. Default `Pinwarden dashboard`.', examples: ['Versions of the platform'] }).optional(),
    },
    { description: 'The dashboard issue, kept by `upgrade`.' },
  )
}

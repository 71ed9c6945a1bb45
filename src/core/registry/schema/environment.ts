import * as z from 'zod'
import { DEFAULTS } from '../defaults.ts'
import type { component } from './component.ts'
import { constraints } from './constraints.ts'
import { defaultStrategy } from './global.ts'
import { count, emptiable, flag, key, list, mapping, section, text } from './key.ts'
import { duration, name, reference } from './leaf.ts'
import type { RegistryModules } from './modules.ts'
import { pins } from './pin.ts'
import { safety } from './safety.ts'
import { cache, githubApi } from './services.ts'

type Component = ReturnType<typeof component>

/** `environments.<name>`: what differs there, where its versions come from, and how they are rolled out. */
export function environment(modules: RegistryModules, overrides: Component) {
  return z.object({
    default_strategy: defaultStrategy(
      'How the target is chosen in this environment, above the `strategy` of components; `component_overrides` stand above it. Never unlocks a `locked` component.',
    ).optional(),
    offline_mode: flag({ description: 'Whether upstreams are left alone in this environment. Absent: as in `global`.' }).optional(),
    constraints: constraints(),
    safety: safety(),
    github_api: githubApi(),
    cache: cache(),
    component_overrides: componentOverrides(overrides, 'environment'),
    promote_from: reference({
      description: 'Environment in which a version must have been merged, and have soaked, before it is offered here.',
      examples: ['staging'],
    }).optional(),
    soak: duration({
      description: 'How long a version must have run without failure in the environment before.',
      default: DEFAULTS.soak,
      examples: ['72h'],
    }).optional(),
    promotion_checks: list(text({ description: 'A check run or workflow.' }), {
      description: 'Checks that must have passed in the environment before.',
      default: [],
      examples: [['smoke-tests']],
    }),
    targets: mapping(name('a target'), target(modules, overrides), {
      description: 'Tenants, regions or clusters inside the environment, each with pins of its own.',
      examples: [{ 'eu-west-1': { pins: { redis: [{ file: 'clusters/eu-west-1.yaml', yaml: 'redis.tag' }] } } }],
    }),
    rollout: rollout(),
  })
}

function componentOverrides(overrides: Component, where: string) {
  const override = key(emptiable(overrides), { description: 'Any key of a component.' })
  return mapping(name('a component'), override, {
    description: `What differs for single components in this ${where}. Mappings are merged key by key; lists, pins among them, are replaced.`,
    examples: [{ redis: { strategy: 'pinned', version: '7.2.4' } }],
  })
}

function target(modules: RegistryModules, overrides: Component) {
  return key(
    emptiable(
      z.object({
        default_strategy: defaultStrategy('How targets are chosen here. Absent: as in the environment.').optional(),
        constraints: constraints(),
        pins: mapping(name('a component'), pins(modules, 'Places that carry the version of this component for this target.'), {
          description: 'Pins of this target, by component.',
          examples: [{ redis: [{ file: 'clusters/eu-west-1.yaml', yaml: 'redis.tag' }] }],
          expected: 'a mapping of components to lists of pins',
        }),
        component_overrides: componentOverrides(overrides, 'target'),
      }),
    ),
    { description: 'One tenant, region or cluster.' },
  )
}

function rollout() {
  return section(
    {
      batch_size: count({ description: 'How many targets move at once.', examples: [10] }, 1).optional(),
      percentage: count(
        { description: 'What part of the targets moves at once, in percent. Not beside `batch_size`.', examples: [20] },
        1,
        100,
      ).optional(),
      delay: duration({
        description: 'How long to wait between two batches.',
        default: DEFAULTS.rollout.delay,
        examples: ['30m'],
      }).optional(),
      exclude: list(reference({ description: 'A target.' }), { description: 'Targets that stay where they are.', default: [] }),
    },
    { description: 'How a version reaches the targets. It stops at the first failure.' },
  )
}

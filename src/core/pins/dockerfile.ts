import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { type DockerfileImage, dockerfileImages, dockerfileSettings } from './image/dockerfile-images.ts'
import { namesImage, UNKNOWN } from './image/name.ts'
import { partOfTag, tagHolds } from './image/reference.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { rewriteVersion } from './rewrite/version.ts'
import { foundInScalar } from './tree/scalar-found.ts'

const locator = z
  .union([
    z.string().min(1).max(400),
    z.strictObject({
      stage: z.string().min(1).meta({ description: 'Name (`AS build`) or number of the stage whose base image is meant.' }),
    }),
    z.strictObject({ arg: z.string().min(1).meta({ description: 'Name of an `ARG` with a default.' }) }),
    z.strictObject({ env: z.string().min(1).meta({ description: 'Name of an `ENV`.' }) }),
  ])
  .meta({
    description: 'An image by name (in FROM, COPY --from and RUN --mount, through the ARGs that it uses), or a stage, an ARG or an ENV.',
    examples: ['redis', { stage: 'build' }, { arg: 'REDIS_VERSION' }, { env: 'NODE_VERSION' }],
  })

type Locator = z.infer<typeof locator>

/** Versions of a Dockerfile: base images, images that are copied from, ARG and ENV. */
export const dockerfile: PinEditor<Locator> = {
  id: 'dockerfile',
  label: 'An image, ARG or ENV of a Dockerfile',
  docs: 'https://docs.docker.com/reference/dockerfile/',
  locator,
  find: (text, at) => inOrder(findAll(text, at)),
  ...replacing((text, found) => ({
    insert: (version) => `:${version}`,
    rewrite(old, next) {
      const part = ownPart(text, found, next)
      return part === null ? null : rewriteVersion(old, part)
    },
  })),
  similar(text, at) {
    if (typeof at === 'string') return dockerfileImages(text).flatMap(spellings)
    if ('stage' in at) return dockerfileImages(text).flatMap(({ stage }) => stage?.name ?? [])
    return dockerfileSettings(text).map(({ name }) => name)
  },
}

function findAll(text: string, at: Locator): (Found | null)[] {
  if (typeof at === 'string') return imagesNamed(text, at).map(({ found }) => found)
  if ('stage' in at) {
    const stage = at.stage.toLowerCase()
    return dockerfileImages(text)
      .filter((image) => image.stage?.name?.toLowerCase() === stage || String(image.stage?.index) === stage)
      .map(({ found }) => found)
  }
  const [keyword, name] = 'arg' in at ? ['ARG', at.arg] : ['ENV', at.env]
  return dockerfileSettings(text)
    .filter((setting) => setting.keyword === keyword && setting.name === name && setting.value.text !== '')
    .map(({ value: { start, text: value } }) => foundInScalar(text, { kind: 'scalar', value, start, end: start + value.length }, name))
}

function imagesNamed(text: string, name: string): DockerfileImage[] {
  return dockerfileImages(text).filter((image) => namesImage(image.reference.name, name))
}

/** Of a version that several variables and the text of `FROM` make up, the part of this one. Null where none of the images takes it. */
function ownPart(text: string, found: Found, next: string): string | null {
  const images = dockerfileImages(text).filter(({ expanded, reference }) => tagHolds(expanded, reference, found.start))
  const parts = images.map(({ expanded, reference }) => partOfTag(next, expanded, reference, found))
  return parts.find((part) => part !== null && part !== next) ?? (parts.length === 0 || parts.includes(next) ? next : null)
}

/** An image whose tag has several variables is not edited as one: those are what a pin can name. */
function spellings(image: DockerfileImage): string[] {
  if (image.found !== null) return [image.reference.name.replaceAll(UNKNOWN, '…')]
  return [...image.written.matchAll(/\$\{?([A-Za-z_]\w{0,100})/g)].map(([, name]) => `{arg: ${name}}`)
}

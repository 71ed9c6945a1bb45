import * as z from 'zod'

/** Keys under `source:` that say where in a document the versions stand. */
export const extractKeys = {
  format: z
    .enum(['json', 'yaml', 'html', 'text'])
    .optional()
    .meta({ description: 'How the document is read. Default: by the ending of its name, else as text.' }),
  path: z.string().max(1000).optional().meta({
    description: 'JSONPath (RFC 9535) of the versions in JSON or YAML: `$.releases[*].version`. The leading `$.` may be left out.',
  }),
  pattern: z.string().max(2000).optional().meta({
    description:
      'RE2 pattern with a group `version` and perhaps `date`: run over the whole document, or over each text that `path` selects.',
  }),
  version_key: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Where `path` selects objects: the key of the version. Default: `version`.' }),
  date_key: z.string().max(100).optional().meta({ description: 'Where `path` selects objects: the key of the release date.' }),
}

export const extractSchema = z.object(extractKeys)
export type ExtractKeys = z.infer<typeof extractSchema>

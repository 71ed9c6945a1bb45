import * as z from 'zod'
import { key, list, section, text } from './key.ts'

/** `download` of a component. */
export function download() {
  return section(
    {
      archive_type: text({ description: 'Form of the asset.', examples: ['tar.gz', 'zip', 'binary'] }).optional(),
      archive_pattern: text({
        description: 'Name of the release asset; `{VERSION}` stands for the version.',
        examples: ['node_exporter-{VERSION}.linux-amd64.tar.gz'],
      }).optional(),
      binary_path_in_archive: text({ description: 'Where the program lies in the archive.' }).optional(),
      binary_name: text({ description: 'Name of the program.', examples: ['promtail-linux-amd64'] }).optional(),
      checksum_file: text({ description: 'Name of the asset with the checksums.', examples: ['sha256sums.txt'] }).optional(),
      gpg_signature: key(z.union([z.boolean(), z.string().min(1).max(1000)]), {
        description: 'Whether the asset is signed with GPG, or the name of the asset with the signature.',
        examples: [false, '{ASSET}.asc'],
        expected: '`true`, `false`, or the name of the asset with the signature',
      }).optional(),
      gpg_keys: list(
        key(z.string().min(1).max(200_000), { description: 'Path of a file of this repository, or an ASCII-armoured public key.' }),
        {
          description:
            'Public keys, ASCII-armoured, one of which must have made the signature: files of this repository, or the keys themselves.',
          examples: [['security/keys/release.asc']],
        },
      ),
    },
    { description: 'The asset that belongs to a release. A release without it is held.' },
  )
}

/** `install` of a component. */
export function install() {
  return section(
    {
      binary_path: text({ description: 'Path of the program on the machine.', examples: ['/usr/local/bin/node_exporter'] }).optional(),
      config_path: text({ description: 'Path of its configuration.', examples: ['/etc/node_exporter/config.yaml'] }).optional(),
      service_name: text({ description: 'Name of its service.', examples: ['node_exporter'] }).optional(),
    },
    { description: 'Where the component lands. Used in reports and by `verify`; Pinwarden installs nothing.' },
  )
}

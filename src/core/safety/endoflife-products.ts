import type { Source } from '../model/component.ts'

/**
 * Products of endoflife.date by the source that a component is discovered at. Never by the component's own name: a chart called `redis`
 * has other versions than Redis. Only sources whose versions begin as the product's lines do.
 */
const BY_REPOSITORY: Readonly<Record<string, string>> = {
  'ansible/ansible': 'ansible-core',
  'angular/angular': 'angular',
  'apache/airflow': 'apache-airflow',
  'argoproj/argo-cd': 'argo-cd',
  'argoproj/argo-workflows': 'argo-workflows',
  'django/django': 'django',
  'elixir-lang/elixir': 'elixir',
  'etcd-io/etcd': 'etcd',
  'grafana/grafana': 'grafana',
  'grafana/loki': 'grafana-loki',
  'hashicorp/terraform': 'terraform',
  'hashicorp/vault': 'hashicorp-vault',
  'keycloak/keycloak': 'keycloak',
  'kubernetes/kubernetes': 'kubernetes',
  'nodejs/node': 'nodejs',
  'opentofu/opentofu': 'opentofu',
  'phoenixframework/phoenix': 'phoenix-framework',
  'prometheus/prometheus': 'prometheus',
  'rabbitmq/rabbitmq-server': 'rabbitmq',
  'rails/rails': 'rails',
  'redis/redis': 'redis',
  'traefik/traefik': 'traefik',
  'valkey-io/valkey': 'valkey',
}

/** Official images, and those of the projects themselves. Their tags begin with the product's version. */
const BY_IMAGE: Readonly<Record<string, string>> = {
  alpine: 'alpine-linux',
  elixir: 'elixir',
  erlang: 'erlang',
  'grafana/grafana': 'grafana',
  'grafana/loki': 'grafana-loki',
  'hashicorp/terraform': 'terraform',
  'hashicorp/vault': 'hashicorp-vault',
  mariadb: 'mariadb',
  mongo: 'mongodb',
  mysql: 'mysql',
  node: 'nodejs',
  postgres: 'postgresql',
  'prom/prometheus': 'prometheus',
  python: 'python',
  rabbitmq: 'rabbitmq',
  redis: 'redis',
  ruby: 'ruby',
  traefik: 'traefik',
  'valkey/valkey': 'valkey',
}

/** Packages of language registries, by datasource. */
const BY_PACKAGE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  hex: { phoenix: 'phoenix-framework' },
  npm: { '@angular/core': 'angular' },
  pypi: { 'ansible-core': 'ansible-core', 'apache-airflow': 'apache-airflow', django: 'django' },
  rubygems: { rails: 'rails' },
}

/** The product of endoflife.date that a source is known to be, or null. */
export function knownProduct(source: Source | null): string | null {
  if (source === null) return null
  const name = source.package.toLowerCase()
  switch (source.datasource) {
    case 'github-releases':
    case 'github-tags':
      return own(BY_REPOSITORY, name)
    case 'docker':
      return own(BY_IMAGE, name.replace(/^(?:(?:index\.)?docker\.io\/)?(?:library\/)?/, ''))
    case 'endoflife':
      return source.package
    default:
      return own(own(BY_PACKAGE, source.datasource) ?? {}, name)
  }
}

function own<T>(map: Readonly<Record<string, T>>, name: string): T | null {
  return Object.hasOwn(map, name) ? (map[name] ?? null) : null
}

/** Rows of the documentation: source and product. */
export function knownProducts(): [source: string, product: string][] {
  return [
    ...Object.entries(BY_REPOSITORY).map(([name, product]): [string, string] => [`github: ${name}`, product]),
    ...Object.entries(BY_IMAGE).map(([name, product]): [string, string] => [`docker: ${name}`, product]),
    ...Object.entries(BY_PACKAGE).flatMap(([id, names]) =>
      Object.entries(names).map(([name, product]): [string, string] => [`${id}: ${name}`, product]),
    ),
  ]
}

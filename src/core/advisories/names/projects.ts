/** A project that several databases know under several names. */
export interface Project {
  /** `owner/name` on GitHub. */
  repository: string
  /** Images whose tags begin with the project's version; official ones without `library/`. */
  images?: readonly string[]
  /** Its name in Bitnami's database, which follows products and not packages. */
  bitnami?: string
  /** Products of endoflife.date. */
  endoflife?: readonly string[]
  /** Further packages with the same versions: ecosystem and name. */
  packages?: readonly (readonly [ecosystem: string, name: string])[]
}

/** What platforms run. A project that is missing here is still found by its repository, and can be named in the registry. */
export const PROJECTS: readonly Project[] = [
  { repository: 'redis/redis', images: ['redis', 'redis/redis-stack-server'], bitnami: 'redis', endoflife: ['redis'] },
  { repository: 'valkey-io/valkey', images: ['valkey/valkey'], bitnami: 'valkey', endoflife: ['valkey'] },
  { repository: 'postgres/postgres', images: ['postgres'], bitnami: 'postgresql', endoflife: ['postgresql'] },
  { repository: 'mariadb/server', images: ['mariadb'], bitnami: 'mariadb', endoflife: ['mariadb'] },
  { repository: 'mysql/mysql-server', images: ['mysql'], bitnami: 'mysql', endoflife: ['mysql'] },
  { repository: 'mongodb/mongo', images: ['mongo'], bitnami: 'mongodb', endoflife: ['mongodb'] },
  {
    repository: 'elastic/elasticsearch',
    images: ['elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
    bitnami: 'elasticsearch',
    endoflife: ['elasticsearch'],
  },
  { repository: 'elastic/kibana', images: ['kibana', 'docker.elastic.co/kibana/kibana'], bitnami: 'kibana', endoflife: ['kibana'] },
  {
    repository: 'opensearch-project/opensearch',
    images: ['opensearchproject/opensearch'],
    bitnami: 'opensearch',
    endoflife: ['opensearch'],
  },
  {
    repository: 'clickhouse/clickhouse',
    images: ['clickhouse', 'clickhouse/clickhouse-server'],
    bitnami: 'clickhouse',
    endoflife: ['clickhouse'],
  },
  {
    repository: 'apache/cassandra',
    images: ['cassandra'],
    bitnami: 'cassandra',
    endoflife: ['apache-cassandra'],
    packages: [['Maven', 'org.apache.cassandra:cassandra-all']],
  },
  { repository: 'apache/kafka', images: ['apache/kafka'], bitnami: 'kafka', endoflife: ['apache-kafka'] },
  { repository: 'apache/zookeeper', images: ['zookeeper'], bitnami: 'zookeeper', packages: [['Maven', 'org.apache.zookeeper:zookeeper']] },
  {
    repository: 'apache/tomcat',
    images: ['tomcat'],
    bitnami: 'tomcat',
    endoflife: ['tomcat'],
    packages: [['Maven', 'org.apache.tomcat:tomcat']],
  },
  { repository: 'rabbitmq/rabbitmq-server', images: ['rabbitmq'], bitnami: 'rabbitmq', endoflife: ['rabbitmq'] },
  { repository: 'nats-io/nats-server', images: ['nats'], bitnami: 'nats', endoflife: ['nats-server'] },
  { repository: 'memcached/memcached', images: ['memcached'], bitnami: 'memcached', endoflife: ['memcached'] },
  {
    repository: 'etcd-io/etcd',
    images: ['quay.io/coreos/etcd', 'gcr.io/etcd-development/etcd'],
    bitnami: 'etcd',
    endoflife: ['etcd'],
    packages: [
      ['Go', 'go.etcd.io/etcd/v3'],
      ['Go', 'go.etcd.io/etcd'],
    ],
  },
  { repository: 'minio/minio', images: ['minio/minio', 'quay.io/minio/minio'], bitnami: 'minio' },
  { repository: 'nginx/nginx', images: ['nginx', 'nginxinc/nginx-unprivileged'], bitnami: 'nginx', endoflife: ['nginx'] },
  { repository: 'apache/httpd', images: ['httpd'], bitnami: 'apache', endoflife: ['apache-http-server'] },
  { repository: 'haproxy/haproxy', images: ['haproxy'], bitnami: 'haproxy', endoflife: ['haproxy'] },
  { repository: 'traefik/traefik', images: ['traefik'], endoflife: ['traefik'] },
  { repository: 'envoyproxy/envoy', images: ['envoyproxy/envoy'], bitnami: 'envoy', endoflife: ['envoy'] },
  { repository: 'caddyserver/caddy', images: ['caddy'], endoflife: ['caddy'] },
  { repository: 'kong/kong', images: ['kong'], bitnami: 'kong', endoflife: ['kong-gateway'] },
  { repository: 'curl/curl', images: ['curlimages/curl'], bitnami: 'curl' },
  { repository: 'grafana/grafana', images: ['grafana/grafana', 'grafana/grafana-oss'], bitnami: 'grafana', endoflife: ['grafana'] },
  { repository: 'grafana/loki', images: ['grafana/loki', 'grafana/promtail'], endoflife: ['grafana-loki'] },
  { repository: 'grafana/tempo', images: ['grafana/tempo'] },
  { repository: 'grafana/mimir', images: ['grafana/mimir'] },
  { repository: 'grafana/alloy', images: ['grafana/alloy'] },
  {
    repository: 'prometheus/prometheus',
    images: ['prom/prometheus', 'quay.io/prometheus/prometheus'],
    bitnami: 'prometheus',
    endoflife: ['prometheus'],
  },
  { repository: 'prometheus/alertmanager', images: ['prom/alertmanager', 'quay.io/prometheus/alertmanager'], bitnami: 'alertmanager' },
  { repository: 'prometheus/node_exporter', images: ['prom/node-exporter', 'quay.io/prometheus/node-exporter'], bitnami: 'node-exporter' },
  {
    repository: 'prometheus/blackbox_exporter',
    images: ['prom/blackbox-exporter', 'quay.io/prometheus/blackbox-exporter'],
    bitnami: 'blackbox-exporter',
  },
  { repository: 'prometheus/pushgateway', images: ['prom/pushgateway'], bitnami: 'pushgateway' },
  { repository: 'oliver006/redis_exporter', images: ['oliver006/redis_exporter'] },
  { repository: 'prometheus-community/postgres_exporter', images: ['quay.io/prometheuscommunity/postgres-exporter'] },
  { repository: 'thanos-io/thanos', images: ['quay.io/thanos/thanos', 'thanosio/thanos'], bitnami: 'thanos' },
  { repository: 'victoriametrics/victoriametrics', images: ['victoriametrics/victoria-metrics'] },
  { repository: 'jaegertracing/jaeger', images: ['jaegertracing/all-in-one', 'jaegertracing/jaeger'], bitnami: 'jaeger' },
  {
    repository: 'open-telemetry/opentelemetry-collector',
    images: ['otel/opentelemetry-collector'],
    packages: [['Go', 'go.opentelemetry.io/collector']],
  },
  { repository: 'open-telemetry/opentelemetry-collector-contrib', images: ['otel/opentelemetry-collector-contrib'] },
  { repository: 'influxdata/telegraf', images: ['telegraf'], bitnami: 'telegraf', endoflife: ['telegraf'] },
  { repository: 'influxdata/influxdb', images: ['influxdb'], bitnami: 'influxdb' },
  { repository: 'fluent/fluent-bit', images: ['fluent/fluent-bit', 'cr.fluentbit.io/fluent/fluent-bit'], bitnami: 'fluent-bit' },
  { repository: 'fluent/fluentd', images: ['fluentd', 'fluent/fluentd'], bitnami: 'fluentd', packages: [['RubyGems', 'fluentd']] },
  { repository: 'hashicorp/vault', images: ['vault', 'hashicorp/vault'], bitnami: 'vault', endoflife: ['hashicorp-vault'] },
  { repository: 'hashicorp/consul', images: ['consul', 'hashicorp/consul'], bitnami: 'consul', endoflife: ['consul'] },
  { repository: 'hashicorp/nomad', images: ['hashicorp/nomad'], endoflife: ['nomad'] },
  { repository: 'hashicorp/terraform', images: ['hashicorp/terraform'], endoflife: ['terraform'] },
  { repository: 'opentofu/opentofu', images: ['ghcr.io/opentofu/opentofu'], endoflife: ['opentofu'] },
  {
    repository: 'keycloak/keycloak',
    images: ['quay.io/keycloak/keycloak', 'keycloak/keycloak'],
    bitnami: 'keycloak',
    endoflife: ['keycloak'],
    packages: [['Maven', 'org.keycloak:keycloak-services']],
  },
  { repository: 'argoproj/argo-cd', images: ['quay.io/argoproj/argocd', 'argoproj/argocd'], bitnami: 'argo-cd', endoflife: ['argo-cd'] },
  { repository: 'argoproj/argo-workflows', images: ['quay.io/argoproj/argocli'], bitnami: 'argo-workflows', endoflife: ['argo-workflows'] },
  {
    repository: 'kubernetes/kubernetes',
    endoflife: ['kubernetes'],
    packages: [
      ['Go', 'k8s.io/kubernetes'],
      ['Kubernetes', 'k8s.io/kubernetes'],
    ],
  },
  {
    repository: 'kubernetes/ingress-nginx',
    images: ['registry.k8s.io/ingress-nginx/controller'],
    packages: [['Go', 'k8s.io/ingress-nginx']],
  },
  {
    repository: 'kubernetes/kube-state-metrics',
    images: ['registry.k8s.io/kube-state-metrics/kube-state-metrics'],
    bitnami: 'kube-state-metrics',
  },
  {
    repository: 'cert-manager/cert-manager',
    images: ['quay.io/jetstack/cert-manager-controller'],
    bitnami: 'cert-manager',
    endoflife: ['cert-manager'],
  },
  { repository: 'helm/helm', images: ['alpine/helm'], packages: [['Go', 'helm.sh/helm/v3']] },
  {
    repository: 'go-gitea/gitea',
    images: ['gitea/gitea'],
    bitnami: 'gitea',
    endoflife: ['gitea'],
    packages: [['Go', 'code.gitea.io/gitea']],
  },
  { repository: 'ollama/ollama', images: ['ollama/ollama'] },
  { repository: 'qdrant/qdrant', images: ['qdrant/qdrant'] },
  { repository: 'nodejs/node', images: ['node'], bitnami: 'node', endoflife: ['nodejs'] },
  { repository: 'python/cpython', images: ['python'], bitnami: 'python', endoflife: ['python'] },
  { repository: 'ruby/ruby', images: ['ruby'], bitnami: 'ruby', endoflife: ['ruby'] },
  { repository: 'php/php-src', images: ['php'], bitnami: 'php', endoflife: ['php'] },
  {
    repository: 'golang/go',
    images: ['golang'],
    bitnami: 'golang',
    endoflife: ['go'],
    packages: [
      ['Go', 'stdlib'],
      ['Go', 'toolchain'],
    ],
  },
  { repository: 'erlang/otp', images: ['erlang'], endoflife: ['erlang'] },
  { repository: 'elixir-lang/elixir', images: ['elixir', 'hexpm/elixir'], endoflife: ['elixir'] },
]

// The alerts and the people they notify. Names and reasons are those of infra/monitoring/prometheus/alerts.yml; a test compares
// them. AppTraces holds the log, one JSON object a line, AppRequests the requests, and AppMetrics the increases of counters.
param suffix string
param location string
param tags object
param contactEmails string[]
param workspaceId string
param applicationInsightsId string
param databaseServerName string
param appUrl string

resource contacts 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-recofilm-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'recofilm'
    enabled: true
    emailReceivers: [
      for (email, index) in contactEmails: {
        name: 'contact-${index}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// The page of the runbooks; the heading of a runbook is the alert's name.
var runbooks = 'docs/operations.md'

// Each query returns rows only when something is wrong.
var queries = [
  {
    name: 'error-rate'
    severity: 1
    description: 'More than 5 % of at least 20 requests in 15 minutes failed with a status of 500 or above.'
    window: 'PT15M'
    frequency: 'PT5M'
    query: join([
      'AppRequests'
      '| summarize requests = count(), failed = countif(toint(ResultCode) >= 500)'
      '| where requests >= 20 and failed > requests * 0.05'
    ], ' ')
  }
  {
    name: 'latency'
    severity: 2
    description: 'The slowest 1 % of at least 100 requests in 15 minutes took more than a second. Trainings are not counted.'
    window: 'PT15M'
    frequency: 'PT5M'
    query: join([
      'AppRequests'
      '| where isnotempty(Url)'
      '| summarize requests = count(), p99 = percentile(DurationMs, 99)'
      '| where requests >= 100 and p99 > 1000'
    ], ' ')
  }
  {
    name: 'login-failures'
    severity: 2
    description: 'More than 100 logins were refused in 5 minutes: somebody may be guessing keys.'
    window: 'PT5M'
    frequency: 'PT5M'
    query: join([
      'AppRequests'
      '| where Name has "login" and ResultCode in ("401", "429")'
      '| summarize refused = count()'
      '| where refused > 100'
    ], ' ')
  }
  {
    name: 'model-stale'
    severity: 2
    description: 'No training run has ended for 36 hours, so the model is older than that.'
    window: 'P2D'
    frequency: 'PT1H'
    query: join([
      'AppTraces'
      '| where TimeGenerated > ago(36h) and Message has "Training run" and Message has "ended"'
      '| summarize ended = count()'
      '| where ended == 0'
    ], ' ')
  }
  {
    name: 'model-reload-failing'
    severity: 1
    description: 'Instances cannot load the champion and serve the model before it.'
    window: 'PT15M'
    frequency: 'PT5M'
    query: 'AppTraces | where Message has "The champion could not be loaded" | summarize failures = count() | where failures > 0'
  }
  {
    name: 'training-failed'
    severity: 2
    description: 'A training run failed. The last good model still serves.'
    window: 'PT1H'
    frequency: 'PT15M'
    query: join([
      'AppTraces'
      '| where Message has "Training run" and Message has "failed:"'
      '| summarize failures = count()'
      '| where failures > 0'
    ], ' ')
  }
  {
    name: 'training-given-up'
    severity: 1
    description: 'A training, export or import was given up, or a message was unreadable. The last good model serves.'
    window: 'PT1H'
    frequency: 'PT15M'
    query: join([
      'AppTraces'
      '| where ((Message has "Training run" or Message has "Export" or Message has "Import") and Message has "was given up")'
      'or Message has "A message of the training queue is not one of ours"'
      '| summarize failures = count()'
      '| where failures > 0'
    ], ' ')
  }
  {
    name: 'gate-refused-twice'
    severity: 3
    description: 'Two candidates within two days were worse than the champion: the data may have changed.'
    window: 'P2D'
    frequency: 'PT1H'
    query: join([
      'AppTraces'
      '| where Message has "Training run" and Message has "ended Refused"'
      '| summarize refused = count()'
      '| where refused >= 2'
    ], ' ')
  }
  {
    name: 'drift'
    severity: 2
    description: 'A measure of what users do has been outside its band for the set time.'
    window: 'PT1H'
    frequency: 'PT15M'
    query: 'AppMetrics | where Name == "recofilm.drift.state" and Max > 0'
  }
  {
    name: 'queue-drops'
    severity: 2
    description: 'Served lists were not written to the database.'
    window: 'PT15M'
    frequency: 'PT15M'
    query: 'AppMetrics | where Name == "recofilm.served_lists.dropped" | summarize lost = sum(Sum) | where lost > 0'
  }
  {
    name: 'database-unreachable'
    severity: 0
    description: 'Requests failed because the database did not answer.'
    window: 'PT5M'
    frequency: 'PT5M'
    query: 'AppTraces | where Message has "The database does not answer" | summarize failures = count() | where failures >= 3'
  }
]

resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in queries: {
    name: 'alert-recofilm-${alert.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Recofilm: ${replace(alert.name, '-', ' ')}'
      description: '${alert.description} ${runbooks}#${alert.name}'
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      autoMitigate: true
      // A table does not exist before its first row, and nothing has been logged yet when the alerts are created.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [contacts.id] }
    }
  }
]

// A test from outside, every five minutes from each place, of whether a model serves and the database answers.
resource readiness 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'web-recofilm-${suffix}'
  location: location
  tags: union(tags, { 'hidden-link:${applicationInsightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'web-recofilm-${suffix}'
    Name: 'Recofilm is ready'
    Enabled: true
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [
      { Id: 'emea-nl-ams-azr' }
      { Id: 'us-va-ash-azr' }
      { Id: 'apac-sg-sin-azr' }
    ]
    Request: { RequestUrl: '${appUrl}/health/ready', HttpVerb: 'GET' }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource apiDown 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-recofilm-api-down-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Two of three places in the world get no answer, or the answer that Recofilm is not ready. ${runbooks}#api-down'
    severity: 0
    enabled: true
    scopes: [readiness.id, applicationInsightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: readiness.id
      componentId: applicationInsightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: contacts.id }]
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' existing = {
  name: databaseServerName
}

// Alerts on metrics of the database server that Azure has and Prometheus does not.
var databaseMetrics = [
  {
    name: 'database-cpu'
    metric: 'cpu_percent'
    threshold: 90
    description: 'The database server has been at more than 90 % CPU for 15 minutes.'
  }
  {
    name: 'database-storage'
    metric: 'storage_percent'
    threshold: 85
    description: 'The database server\'s disk is more than 85 % full.'
  }
]

resource databaseAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in databaseMetrics: {
    name: 'alert-recofilm-${alert.name}-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: 2
      enabled: true
      scopes: [database.id]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.metric
            metricName: alert.metric
            operator: 'GreaterThan'
            threshold: alert.threshold
            timeAggregation: 'Average'
          }
        ]
      }
      actions: [{ actionGroupId: contacts.id }]
    }
  }
]

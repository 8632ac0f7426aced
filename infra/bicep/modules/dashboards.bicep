// Grafana, and the Azure Monitor workspace for Prometheus metrics that is its default data source.
param name string
param location string
param tags object
param deployer principal

import { principal } from '../types.bicep'

var grafanaAdmin = '22926164-76b3-42b3-bc55-97df8dab3e41'
var monitoringReader = '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
var monitoringDataReader = 'b0d8363b-8ddd-447d-831f-62ca05bff136'

resource metrics 'Microsoft.Monitor/accounts@2023-04-03' = {
  name: replace(name, 'amg-', 'amw-')
  location: location
  tags: tags
}

resource grafana 'Microsoft.Dashboard/grafana@2024-10-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard' }
  identity: { type: 'SystemAssigned' }
  properties: {
    apiKey: 'Disabled'
    publicNetworkAccess: 'Enabled'
    grafanaIntegrations: { azureMonitorWorkspaceIntegrations: [{ azureMonitorWorkspaceResourceId: metrics.id }] }
  }
}

resource grafanaReadsMetrics 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(metrics.id, name, monitoringDataReader)
  scope: metrics
  properties: {
    principalId: grafana.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringDataReader)
  }
}

resource grafanaReadsLogs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, name, monitoringReader)
  properties: {
    principalId: grafana.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringReader)
  }
}

resource deployerAdministers 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(grafana.id, deployer.id, grafanaAdmin)
  scope: grafana
  properties: {
    principalId: deployer.id
    principalType: deployer.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grafanaAdmin)
  }
}

output name string = grafana.name

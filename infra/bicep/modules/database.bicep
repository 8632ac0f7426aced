// PostgreSQL without passwords: the roles of the database are identities of Microsoft Entra ID.
param name string
param location string
param tags object
param administrator principal
param sku databaseSkuType
param storageGB int
param highAvailability string
param backupDays int
param geoBackup bool
param allowedAddresses addressRange[]
param workspaceId string
@description('The only network that may reach the server; null lets everybody with a role reach it.')
param networkName string?

import { principal, addressRange, databaseSkuType } from '../types.bicep'

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku.name, tier: sku.tier }
  properties: {
    version: '17'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: { storageSizeGB: storageGB, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: backupDays, geoRedundantBackup: geoBackup ? 'Enabled' : 'Disabled' }
    highAvailability: { mode: highAvailability }
    network: { publicNetworkAccess: networkName == null ? 'Enabled' : 'Disabled' }
    maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 0, startHour: 5, startMinute: 0 }
  }

  resource recofilm 'databases' = {
    name: 'recofilm'
    properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  }

  // The server accepts one change at a time, so each of these resources depends on the one above it.
  resource extensions 'configurations' = {
    name: 'azure.extensions'
    properties: { value: 'PG_TRGM', source: 'user-override' }
    dependsOn: [recofilm]
  }

  resource tls 'configurations' = {
    name: 'ssl_min_protocol_version'
    properties: { value: 'TLSv1.2', source: 'user-override' }
    dependsOn: [extensions]
  }

  resource administrators 'administrators' = {
    name: administrator.id
    properties: {
      principalName: administrator.name
      principalType: administrator.type
      tenantId: tenant().tenantId
    }
    dependsOn: [tls]
  }
}

// The first rule allows the addresses of Azure, of every subscription, because a Flex Consumption app without a network has
// no address of its own. A client still needs an identity that is a role of the database.
var publicRanges = networkName == null
  ? concat([{ name: 'azure', first: '0.0.0.0', last: '0.0.0.0' }], allowedAddresses)
  : []

@batchSize(1)
resource firewall 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = [
  for range in publicRanges: {
    parent: server
    name: range.name
    properties: { startIpAddress: range.first, endIpAddress: range.last }
    dependsOn: [server::administrators]
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: server
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'PostgreSQLLogs', enabled: true }]
  }
}

module endpoint 'private-endpoint.bicep' = if (networkName != null) {
  params: {
    targetId: server.id
    targetName: server.name
    service: 'postgresqlServer'
    location: location
    tags: tags
    networkName: networkName!
  }
  dependsOn: [server::administrators]
}

output name string = server.name
output host string = server.properties.fullyQualifiedDomainName
output databaseName string = server::recofilm.name

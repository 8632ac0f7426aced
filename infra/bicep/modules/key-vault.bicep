// The vault. Roles decide who may read a secret, and a log records who read it.
param name string
param location string
param tags object
param purgeProtection bool
param workspaceId string
@description('The only network that may reach the vault; null lets everybody with a role reach it.')
param networkName string?

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Azure accepts true or null; false is an error.
    enablePurgeProtection: purgeProtection ? true : null
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: networkName == null ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: networkName == null ? 'Allow' : 'Deny'
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

module endpoint 'private-endpoint.bicep' = if (networkName != null) {
  params: {
    targetId: vault.id
    targetName: vault.name
    service: 'vault'
    location: location
    tags: tags
    networkName: networkName!
  }
}

output name string = vault.name

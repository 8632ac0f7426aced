// One account for the models, the deployed packages, and what the Functions host keeps for itself.
param name string
param location string
param tags object
param appPrincipalId string
param deployer principal
@description('The network that alone may reach it; without, everybody with a role may.')
param networkName string?

import { principal } from '../types.bicep'

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: networkName == null ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: networkName == null ? 'Allow' : 'Deny'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      // A version pruned or a pointer overwritten by mistake can be brought back for a week.
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
      isVersioningEnabled: true
    }

    resource models 'containers' = {
      name: 'models'
      properties: { publicAccess: 'None' }
    }

    resource deployment 'containers' = {
      name: 'deployment'
      properties: { publicAccess: 'None' }
    }
  }

  // No rule may touch a current blob, least of all by age: a champion that no candidate has beaten for a year is a year
  // old, and so may the version be that a rollback wants. Which models are kept is for the program to decide, which reads
  // the pointer first and prunes by count. What is left for Azure to clear away are the versions of blobs that have
  // been overwritten or deleted since: pruned models, moved pointers, replaced packages.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'replaced-blobs'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob'] }
              actions: { version: { delete: { daysAfterCreationGreaterThan: 30 } } }
            }
          }
        ]
      }
    }
    dependsOn: [blobs]
  }
}

// The host of the functions takes leases and makes containers of its own in the account it is given, for which it
// wants this role: https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
resource appOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, blobDataOwner)
  scope: account
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}

resource deployerWritesPackages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::deployment.id, deployer.id, blobDataContributor)
  scope: account::blobs::deployment
  properties: {
    principalId: deployer.id
    principalType: deployer.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}

module endpoint 'private-endpoint.bicep' = if (networkName != null) {
  params: {
    targetId: account.id
    targetName: account.name
    service: 'blob'
    location: location
    tags: tags
    networkName: networkName!
  }
}

output name string = account.name
output modelContainer string = account::blobs::models.name
output deploymentContainer string = account::blobs::deployment.name

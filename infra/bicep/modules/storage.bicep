// One account for the models, the queued trainings, the deployed packages, and the data of the Functions host.
param name string
param location string
param tags object
param appPrincipalId string
param deployer principal
@description('The only network that may reach the account; null lets everybody with a role reach it.')
param networkName string?

import { principal } from '../types.bicep'

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'

// The host moves a message that fails repeatedly to the queue whose name has this suffix.
var trainingQueues = ['recofilm-training', 'recofilm-training-poison']

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
      // A version that was pruned or a pointer that was overwritten by mistake can be restored for a week.
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

  resource queueService 'queueServices' = {
    name: 'default'

    resource queues 'queues' = [
      for queue in trainingQueues: {
        name: queue
      }
    ]
  }

  // No rule may delete a current blob, and none may delete by age: a champion that no candidate has beaten for a year is a
  // year old, and so may be the version that a rollback needs. The program decides which models to keep: it reads the
  // pointer first and prunes by count. Azure deletes only old versions of blobs that were overwritten or deleted: pruned
  // models, moved pointers, replaced packages.
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

// The Functions host takes leases and creates its own containers in this account, for which it needs this role:
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
resource appOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, blobDataOwner)
  scope: account
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}

// The program puts trainings into the queue. The host takes them out, scales by the queue's length, and moves poison messages:
// https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#identity-based-connections
resource appUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queue, index) in trainingQueues: {
    name: guid(account.id, queue, appPrincipalId, queueDataContributor)
    scope: account::queueService::queues[index]
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', queueDataContributor)
    }
  }
]

resource deployerWritesPackages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::deployment.id, deployer.id, blobDataContributor)
  scope: account::blobs::deployment
  properties: {
    principalId: deployer.id
    principalType: deployer.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}

module endpoints 'private-endpoint.bicep' = [
  for service in ['blob', 'queue']: if (networkName != null) {
    name: 'endpoint-${service}'
    params: {
      targetId: account.id
      targetName: '${account.name}-${service}'
      service: service
      location: location
      tags: tags
      networkName: networkName!
    }
  }
]

output name string = account.name
output modelContainer string = account::blobs::models.name
output trainingQueue string = trainingQueues[0]
output deploymentContainer string = account::blobs::deployment.name

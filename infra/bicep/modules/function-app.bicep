// The program as an Azure Functions app, a .NET isolated worker, on the plan that was chosen.
param name string
param location string
param tags object
param hosting ('FlexConsumption' | 'ElasticPremium')
param dotnetVersion string
param usePlaceholders bool
param trainingSchedule string
param feedbackSchedule string
param instanceMemoryMB int
param alwaysReady alwaysReadyGroup[]
param maximumInstances int
param identityName string
param storageName string
param deploymentContainer string
param modelContainer string
param trainingQueue string
param databaseHost string
param databaseName string
param databasePoolSize int
param signingKeyUri string
param pepperUri string
param apiTenantId string
param apiClientId string
param mlflowTrackingUri string
param mlflowExperiment string
param mlflowAuthentication ('none' | 'token' | 'basic')
param mlflowUsername string
param mlflowCredentialUri string
param applicationInsightsName string
@description('The network through which the app reaches the rest.')
param networkName string?

import { alwaysReadyGroup } from '../types.bicep'

var isFlex = hosting == 'FlexConsumption'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource network 'Microsoft.Network/virtualNetworks@2024-10-01' existing = {
  name: networkName ?? 'none'

  resource app 'subnets' existing = {
    name: 'app'
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: isFlex ? 'functionapp' : 'elastic'
  sku: isFlex ? { name: 'FC1', tier: 'FlexConsumption' } : { name: 'EP1', tier: 'ElasticPremium' }
  properties: {
    reserved: true
    maximumElasticWorkerCount: isFlex ? null : min(maximumInstances, 100)
  }
}

// Flex Consumption scales the HTTP functions as one group ("http") and every other function by itself, so a training
// neither slows down answers nor holds their instances: its instance comes for the queue message and goes after it.
var flexConfig = {
  runtime: { name: 'dotnet-isolated', version: dotnetVersion }
  deployment: {
    storage: {
      type: 'blobContainer'
      value: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}'
      authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
    }
  }
  scaleAndConcurrency: {
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstances
    alwaysReady: alwaysReady
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd deploys its service "api" (azure.yaml) to the app with this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // This identity resolves the references to the vault in the settings.
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: networkName == null ? null : network::app.id
    functionAppConfig: isFlex ? flexConfig : null
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      remoteDebuggingEnabled: false
      vnetRouteAllEnabled: networkName != null
      linuxFxVersion: isFlex ? null : 'DOTNET-ISOLATED|${dotnetVersion}'
      functionAppScaleLimit: isFlex ? null : min(maximumInstances, 100)
      minimumElasticInstanceCount: isFlex ? null : max(length(alwaysReady), 1)
      healthCheckPath: isFlex ? null : '/health/live'
    }
  }

  // Passwords for publishing: nobody has one.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(
      settings,
      isFlex ? {} : premiumSettings,
      empty(mlflowTrackingUri) ? {} : mlflowSettings,
      empty(apiClientId) ? {} : entraSettings)
  }
}

var settings = {
  // For the Functions host. It must not be told FUNCTIONS_WORKER_RUNTIME on Flex Consumption, where functionAppConfig says it.
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  AzureWebJobsDisableHomepage: 'true'
  WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED: usePlaceholders ? '1' : '0'
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.properties.clientId}'

  // For the program: which identity it is, and that it need not look for another kind.
  AZURE_CLIENT_ID: identity.properties.clientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'

  // No password: it takes a token of its identity for one.
  ConnectionStrings__Recofilm: 'Host=${databaseHost};Database=${databaseName};Username=${identityName};SSL Mode=VerifyFull'
  Recofilm__Database__TokenScope: databaseTokenScope
  Recofilm__Database__MaxConnections: '${databasePoolSize}'
  Recofilm__Database__QueueLength: '300'
  Recofilm__Database__QueueTimeout: '00:00:02'
  // The host's queue trigger reads the same section, and needs to be told the identity.
  Recofilm__Storage__BlobServiceUri: storage.properties.primaryEndpoints.blob
  Recofilm__Storage__QueueServiceUri: storage.properties.primaryEndpoints.queue
  Recofilm__Storage__Credential: 'managedidentity'
  Recofilm__Storage__ClientId: identity.properties.clientId
  Recofilm__Storage__Container: modelContainer

  // The host resolves these when it indexes the triggers: without a value it starts none of them.
  Recofilm__Training__Queue: trainingQueue
  Recofilm__Training__Schedule: trainingSchedule
  Recofilm__Feedback__Schedule: feedbackSchedule

  Recofilm__Authentication__SigningKeys__0__Kid: 'key-1'
  Recofilm__Authentication__SigningKeys__0__Key: '@Microsoft.KeyVault(SecretUri=${signingKeyUri})'
  Recofilm__Authentication__Pepper: '@Microsoft.KeyVault(SecretUri=${pepperUri})'
  Recofilm__Authentication__OpenRegistration: 'false'
}

// Azure's clouds differ in it as in the host names of databases.
var databaseTokenScope = 'https://ossrdbms-aad${environment().suffixes.sqlServerHostname}/.default'

// Back ends call with tokens of their own managed identities.
var entraSettings = {
  Recofilm__Entra__Issuer: '${environment().authentication.loginEndpoint}${apiTenantId}/v2.0'
  Recofilm__Entra__Audience: apiClientId
}

var mlflowReference = '@Microsoft.KeyVault(SecretUri=${mlflowCredentialUri})'
var mlflowCredentials = {
  none: {}
  token: { MLFLOW_TRACKING_TOKEN: mlflowReference }
  basic: { MLFLOW_TRACKING_USERNAME: mlflowUsername, MLFLOW_TRACKING_PASSWORD: mlflowReference }
}
var mlflowSettings = union(
  { MLFLOW_TRACKING_URI: mlflowTrackingUri, MLFLOW_EXPERIMENT_NAME: mlflowExperiment },
  mlflowCredentials[mlflowAuthentication])

// Flex Consumption reads functionAppConfig. The package is a blob that infra/hooks/deploy.sh writes: a
// file share, which the plan would otherwise use, cannot be mounted without a storage key.
var premiumSettings = {
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'
  WEBSITE_RUN_FROM_PACKAGE: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}/recofilm.zip'
  WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identity.id
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'

// The program as an Azure Functions app with a custom handler, on the plan that was chosen.
param name string
param location string
param tags object
param hosting ('FlexConsumption' | 'ElasticPremium')
param runtimeName string
param runtimeVersion string
param instanceMemoryMB int
param alwaysReadyInstances int
param maximumInstances int
param identityName string
param storageName string
param deploymentContainer string
param modelContainer string
param databaseHost string
param databaseName string
param databasePoolSize int
param signingKeyUri string
param pepperUri string
param mlflowTrackingUri string
param mlflowExperiment string
param mlflowAuthentication ('none' | 'token' | 'basic')
param mlflowUsername string
param mlflowCredentialUri string
param applicationInsightsName string
@description('The network through which the app reaches the rest.')
param networkName string?

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

// Flex Consumption scales what answers HTTP as one group ("http") and every timer function by itself, so a night's
// training neither slows down answers nor holds their instances: its instance comes for the run and goes after it.
var flexConfig = {
  runtime: { name: runtimeName, version: runtimeVersion }
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
    alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Who resolves the references to the vault in the settings.
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
      // Elastic Premium has no image for custom handlers but its plain one.
      linuxFxVersion: isFlex ? null : ''
      functionAppScaleLimit: isFlex ? null : min(maximumInstances, 100)
      minimumElasticInstanceCount: isFlex ? null : max(alwaysReadyInstances, 1)
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
    properties: union(settings, isFlex ? {} : premiumSettings, empty(mlflowTrackingUri) ? {} : mlflowSettings)
  }
}

var settings = {
  // For the Functions host.
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.properties.clientId}'

  // For the program: which identity it is, and that it need not look for another kind.
  AZURE_CLIENT_ID: identity.properties.clientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'

  // No password: it takes a token of its identity for one.
  ConnectionStrings__Recofilm: 'Host=${databaseHost};Database=${databaseName};Username=${identityName};SSL Mode=VerifyFull'
  Recofilm__Database__TokenScope: databaseTokenScope
  Recofilm__Database__MaxConnections: '${databasePoolSize}'
  Recofilm__Database__QueueLength: '1000'
  Recofilm__Database__QueueTimeout: '00:00:02'
  Recofilm__Storage__ServiceUri: storage.properties.primaryEndpoints.blob
  Recofilm__Storage__Container: modelContainer

  Recofilm__Authentication__SigningKeys__0__Kid: 'key-1'
  Recofilm__Authentication__SigningKeys__0__Key: '@Microsoft.KeyVault(SecretUri=${signingKeyUri})'
  Recofilm__Authentication__Pepper: '@Microsoft.KeyVault(SecretUri=${pepperUri})'
  Recofilm__Authentication__OpenRegistration: 'false'

  // App Service's front end appends the caller's address to X-Forwarded-For.
  Recofilm__Http__TrustedProxies: '1'
}

// Azure's clouds differ in it as in the host names of databases.
var databaseTokenScope = 'https://ossrdbms-aad${environment().suffixes.sqlServerHostname}/.default'

var mlflowReference = '@Microsoft.KeyVault(SecretUri=${mlflowCredentialUri})'
var mlflowCredentials = {
  none: {}
  token: { MLFLOW_TRACKING_TOKEN: mlflowReference }
  basic: { MLFLOW_TRACKING_USERNAME: mlflowUsername, MLFLOW_TRACKING_PASSWORD: mlflowReference }
}
var mlflowSettings = union(
  { MLFLOW_TRACKING_URI: mlflowTrackingUri, MLFLOW_EXPERIMENT_NAME: mlflowExperiment },
  mlflowCredentials[mlflowAuthentication])

// What functionAppConfig says on Flex Consumption. The package is a blob that infra/hooks/deploy.sh writes: a
// file share, which the plan would otherwise use, cannot be mounted without a storage key.
var premiumSettings = {
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'custom'
  WEBSITE_RUN_FROM_PACKAGE: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}/recofilm.zip'
  WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identity.id
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'

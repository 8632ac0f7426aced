// Recofilm in one resource group: what there is, and what each part may know of the others.
//
//   az deployment sub create --location westeurope --parameters dev.bicepparam
//
// Nobody types, sees or outputs a secret: the parts reach each other by identity, and the two secrets the program has
// (the key of its access tokens and the pepper of its user keys) are made in the vault and stay there. Only an MLflow server
// that wants a token or a password of another's making needs to be told one, which goes into the vault, too.
targetScope = 'subscription'

@description('Names the deployment and everything in it, such as "dev" or "prod".')
@minLength(2)
@maxLength(12)
param environmentName string

@description('The Azure region.')
param location string

@description('Who deploys: administers the database and may read the pepper to register the first operator.')
param deployer principal

@description('Everything is reachable through private endpoints only, but for the API itself. Otherwise by firewall rules.')
param privateNetwork bool

@description('Addresses that may reach the database directly, such as a build agent\'s. Without a private network only.')
param allowedAddresses addressRange[] = []

@description('Flex Consumption scales to nothing; Elastic Premium is for regions and subscriptions without it.')
param hosting ('FlexConsumption' | 'ElasticPremium') = 'FlexConsumption'

@description('The .NET version of the isolated worker. The package is built for this one.')
param dotnetVersion ('10.0') = '10.0'

// Off, since on .NET 10 that process crashes under load: https://github.com/Azure/azure-functions-dotnet-worker/issues/3335
@description('Starts from a prepared process, for shorter cold starts. See azure-functions-dotnet-worker/issues/3335 first.')
param usePlaceholders bool = false

@description('Memory of an instance. Flex Consumption only.')
param instanceMemoryMB (512 | 2048 | 4096) = 2048

@description('Instances that are kept ready and paid for all day, by scaling group.')
param alwaysReady alwaysReadyGroup[] = []

@description('When the nightly training starts, as a six-field cron expression in UTC.')
param trainingSchedule string = '0 15 3 * * *'

@description('When new ratings and feedback are looked at, as a six-field cron expression in UTC.')
param feedbackSchedule string = '0 */15 * * * *'

@description('How far the app may scale. Every instance may open databasePoolSize connections and four.')
@minValue(1)
@maxValue(1000)
param maximumInstances int

@description('Size of the database server.')
param databaseSku databaseSkuType

@description('Gigabytes of the database server.')
param databaseStorageGB (32 | 64 | 128 | 256 | 512 | 1024 | 2048 | 4096)

@description('A standby server. Wants a size above Burstable.')
param databaseHighAvailability ('Disabled' | 'SameZone' | 'ZoneRedundant') = 'Disabled'

@description('Days for which the database can be set back.')
@minValue(7)
@maxValue(35)
param databaseBackupDays int = 7

@description('Copies the backups to the paired region. Cannot be changed later.')
param databaseGeoBackup bool = false

@description('Connections that one instance keeps to the database.')
@minValue(2)
@maxValue(100)
param databasePoolSize int = 10

@description('Whether the vault and its deleted secrets cannot be purged early. Cannot be taken back.')
param purgeProtection bool

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Who is told of alerts and of spending. No alerts and no budget without.')
param contactEmails string[] = []

@description('What a month may cost, in the currency of the subscription, before contactEmails are told.')
@minValue(1)
param monthlyBudget int = 100

@description('Azure Managed Grafana with the dashboards of infra/monitoring/grafana.')
param grafana bool = false

@description('The tenant of the API\'s app registration, whose tokens services may send.')
param apiTenantId string = tenant().tenantId

@description('The client id of the API\'s app registration; without it services use keys alone.')
param apiClientId string = ''

@description('An MLflow server, 2 or 3, in which every training becomes a run. None without.')
param mlflowTrackingUri string = ''

@description('The experiment of the runs.')
param mlflowExperiment string = 'recofilm'

@description('How the program proves to MLflow who it is: not at all, by a bearer token, or by user and password.')
param mlflowAuthentication ('none' | 'token' | 'basic') = 'none'

@description('The user, for basic authentication.')
param mlflowUsername string = ''

@secure()
@description('The token or password. Kept in the vault; a deployment without one leaves what is there.')
param mlflowCredential string = ''

@description('Tags of every resource besides its environment.')
param tags object = {}

@secure()
@description('The key of the access tokens, used when the vault has none yet. See modules/secrets.bicep.')
param signingKey string = base64('${newGuid()}${newGuid()}${newGuid()}')

@secure()
@description('The pepper of the user keys, used when the vault has none yet.')
param pepper string = base64('${newGuid()}${newGuid()}${newGuid()}')

import { alwaysReadyGroup, principal, addressRange, databaseSkuType } from 'types.bicep'

var token = toLower(uniqueString(subscription().id, environmentName, location))
var suffix = '${environmentName}-${take(token, 6)}'
var networkName = 'vnet-recofilm-${suffix}'
var vaultName = 'kv-${environmentName}-${take(token, 8)}'
// azd finds its resources by the first of these tags.
var allTags = union(tags, { 'azd-env-name': environmentName, product: 'recofilm' })

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-recofilm-${environmentName}'
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-recofilm-${suffix}', location: location, tags: allTags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    appPrincipalId: identity.outputs.principalId
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: { name: networkName, location: location, tags: allTags, hosting: hosting }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'strecofilm${take(token, 13)}'
    location: location
    tags: allTags
    appPrincipalId: identity.outputs.principalId
    deployer: deployer
    networkName: privateNetwork ? networkName : null
  }
  dependsOn: [network]
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: vaultName
    location: location
    tags: allTags
    purgeProtection: purgeProtection
    workspaceId: monitoring.outputs.workspaceId
    networkName: privateNetwork ? networkName : null
  }
  dependsOn: [network]
}

module secrets 'modules/secrets.bicep' = {
  scope: group
  params: {
    vaultName: vaultName
    appPrincipalId: identity.outputs.principalId
    deployer: deployer
    signingKey: signingKey
    pepper: pepper
    mlflowAuthentication: mlflowAuthentication
    mlflowCredential: mlflowCredential
  }
  dependsOn: [keyVault]
}

module database 'modules/database.bicep' = {
  scope: group
  params: {
    name: 'psql-recofilm-${suffix}'
    location: location
    tags: allTags
    administrator: deployer
    sku: databaseSku
    storageGB: databaseStorageGB
    highAvailability: databaseHighAvailability
    backupDays: databaseBackupDays
    geoBackup: databaseGeoBackup
    allowedAddresses: allowedAddresses
    workspaceId: monitoring.outputs.workspaceId
    networkName: privateNetwork ? networkName : null
  }
  dependsOn: [network]
}

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    name: 'func-recofilm-${suffix}'
    location: location
    tags: allTags
    hosting: hosting
    dotnetVersion: dotnetVersion
    usePlaceholders: usePlaceholders
    trainingSchedule: trainingSchedule
    feedbackSchedule: feedbackSchedule
    instanceMemoryMB: instanceMemoryMB
    alwaysReady: alwaysReady
    maximumInstances: maximumInstances
    identityName: identity.outputs.name
    storageName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    modelContainer: storage.outputs.modelContainer
    trainingQueue: storage.outputs.trainingQueue
    databaseHost: database.outputs.host
    databaseName: database.outputs.databaseName
    databasePoolSize: databasePoolSize
    signingKeyUri: secrets.outputs.signingKeyUri
    pepperUri: secrets.outputs.pepperUri
    apiTenantId: apiTenantId
    apiClientId: apiClientId
    mlflowTrackingUri: mlflowTrackingUri
    mlflowExperiment: mlflowExperiment
    mlflowAuthentication: mlflowAuthentication
    mlflowUsername: mlflowUsername
    mlflowCredentialUri: secrets.outputs.mlflowCredentialUri
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    networkName: privateNetwork ? networkName : null
  }
  dependsOn: [network]
}

module alerts 'modules/alerts.bicep' = if (!empty(contactEmails)) {
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: allTags
    contactEmails: contactEmails
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    databaseServerName: database.outputs.name
    appUrl: app.outputs.url
  }
}

module dashboards 'modules/dashboards.bicep' = if (grafana) {
  scope: group
  params: { name: 'amg-recofilm-${take(token, 6)}', location: location, tags: allTags, deployer: deployer }
}

module budget 'modules/budget.bicep' = if (!empty(contactEmails)) {
  scope: group
  params: { name: 'budget-recofilm-${environmentName}', amount: monthlyBudget, contactEmails: contactEmails }
}

// The hooks and workflows need these to go on. Names and addresses only: outputs stay readable in the deployment history.
output RECOFILM_RESOURCE_GROUP string = group.name
output RECOFILM_APP_NAME string = app.outputs.name
output RECOFILM_APP_URL string = app.outputs.url
output RECOFILM_HOSTING string = hosting
output RECOFILM_APP_ROLE string = identity.outputs.name
output RECOFILM_APP_PRINCIPAL_ID string = identity.outputs.principalId
output RECOFILM_DATABASE_HOST string = database.outputs.host
output RECOFILM_DATABASE_NAME string = database.outputs.databaseName
output RECOFILM_DATABASE_ADMINISTRATOR string = deployer.name
output RECOFILM_VAULT_NAME string = keyVault.outputs.name
output RECOFILM_STORAGE_NAME string = storage.outputs.name
output RECOFILM_DEPLOYMENT_CONTAINER string = storage.outputs.deploymentContainer
output RECOFILM_GRAFANA_NAME string = dashboards.?outputs.name ?? ''

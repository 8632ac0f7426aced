// Nothing but the API has a public address; a standby database in another zone; an instance always ready.
using 'main.bicep'

// azd sets these, and so does .github/workflows/deploy.yml.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param deployer = {
  id: readEnvironmentVariable('RECOFILM_DEPLOYER_ID', readEnvironmentVariable('AZURE_PRINCIPAL_ID', ''))
  name: readEnvironmentVariable('RECOFILM_DEPLOYER_NAME')
  type: readEnvironmentVariable('RECOFILM_DEPLOYER_TYPE', 'ServicePrincipal')
}

param privateNetwork = true

param alwaysReady = [{ name: 'http', instanceCount: 1 }]
param maximumInstances = 40
param databaseSku = { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
param databaseStorageGB = 128
param databaseHighAvailability = 'ZoneRedundant'
param databaseBackupDays = 35
param databaseGeoBackup = true
param purgeProtection = true
param logRetentionDays = 90
param grafana = true

// The app registration whose app role makes back ends services, if there is one.
param apiClientId = readEnvironmentVariable('RECOFILM_API_CLIENT_ID', '')

// An MLflow server, if there is one. The workflow does not know its credential: it is given once, by docs/deploy.md.
param mlflowTrackingUri = readEnvironmentVariable('RECOFILM_MLFLOW_URI', '')
param mlflowAuthentication = readEnvironmentVariable('RECOFILM_MLFLOW_AUTHENTICATION', 'none')
param mlflowUsername = readEnvironmentVariable('RECOFILM_MLFLOW_USERNAME', '')
param mlflowCredential = readEnvironmentVariable('RECOFILM_MLFLOW_CREDENTIAL', '')

var contact = readEnvironmentVariable('RECOFILM_CONTACT_EMAIL', '')
param contactEmails = empty(contact) ? [] : [contact]
param monthlyBudget = 800

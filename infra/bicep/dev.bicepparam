// The smallest that works: scales to nothing, a burstable database, reachable through firewall rules.
using 'main.bicep'

// azd sets these, and so does .github/workflows/deploy.yml.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param deployer = {
  id: readEnvironmentVariable('RECOFILM_DEPLOYER_ID', readEnvironmentVariable('AZURE_PRINCIPAL_ID', ''))
  name: readEnvironmentVariable('RECOFILM_DEPLOYER_NAME')
  type: readEnvironmentVariable('RECOFILM_DEPLOYER_TYPE', 'User')
}

param privateNetwork = false
// The address from which the hooks migrate the database: theirs, found by infra/hooks/preprovision.sh.
var deployerAddress = readEnvironmentVariable('RECOFILM_DEPLOYER_ADDRESS', '')
param allowedAddresses = empty(deployerAddress)
  ? []
  : [{ name: 'deployer', first: deployerAddress, last: deployerAddress }]

param maximumInstances = 3
param databaseSku = { name: 'Standard_B1ms', tier: 'Burstable' }
param databaseStorageGB = 32
param purgeProtection = false

// The app registration whose app role makes back ends services, if there is one.
param apiClientId = readEnvironmentVariable('RECOFILM_API_CLIENT_ID', '')

// An MLflow server, if there is one. The workflow does not know its credential: it is given once, by docs/deploy.md.
param mlflowTrackingUri = readEnvironmentVariable('RECOFILM_MLFLOW_URI', '')
param mlflowAuthentication = readEnvironmentVariable('RECOFILM_MLFLOW_AUTHENTICATION', 'none')
param mlflowUsername = readEnvironmentVariable('RECOFILM_MLFLOW_USERNAME', '')
param mlflowCredential = readEnvironmentVariable('RECOFILM_MLFLOW_CREDENTIAL', '')

var contact = readEnvironmentVariable('RECOFILM_CONTACT_EMAIL', '')
param contactEmails = empty(contact) ? [] : [contact]
param monthlyBudget = 50

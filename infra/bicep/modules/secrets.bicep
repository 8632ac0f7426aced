// The program's secrets: made at the first deployment, kept by every later one, and never output.
//
// Where they come from: three version 4 GUIDs, 122 random bits each from the generator of the machine in Azure that
// runs the deployment, 366 in all where 256 are wanted. They arrive as secure parameters, which Azure does not keep in
// the deployment history. Whoever wants another source passes the parameters (base64 of at least 32 bytes) or rotates
// them by docs/deploy.md. Writing them through the management plane also works while the vault has no public address,
// where a script on a build agent could not reach it.
//
// Why they stay: onlyIfNotExists makes a later deployment skip a secret that is there. A new signing key would end all
// sessions; a new pepper would invalidate every user's key for good.
param vaultName string
param appPrincipalId string
param deployer principal

@secure()
param signingKey string

@secure()
param pepper string

param mlflowAuthentication ('none' | 'token' | 'basic')

@secure()
param mlflowCredential string

import { principal } from '../types.bicep'

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

@onlyIfNotExists()
resource signingKeySecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'signing-key'
  properties: { value: signingKey, contentType: 'base64', attributes: { enabled: true } }
}

@onlyIfNotExists()
resource pepperSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'pepper'
  properties: { value: pepper, contentType: 'base64', attributes: { enabled: true } }
}

// Not made here but given, so a new one replaces the old.
resource givenMlflowSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(mlflowCredential)) {
  parent: vault
  name: 'mlflow'
  properties: { value: mlflowCredential, attributes: { enabled: true } }
}

resource mlflowSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: 'mlflow'
}

resource appReadsSigningKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(signingKeySecret.id, appPrincipalId, secretsUser)
  scope: signingKeySecret
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource appReadsPepper 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(pepperSecret.id, appPrincipalId, secretsUser)
  scope: pepperSecret
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource appReadsMlflowSecret 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (mlflowAuthentication != 'none') {
  name: guid(mlflowSecret.id, appPrincipalId, secretsUser)
  scope: mlflowSecret
  dependsOn: [givenMlflowSecret]
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

// To register the first operator, whose key is stored under the pepper. The signing key is nothing the deployer needs.
resource deployerReadsPepper 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(pepperSecret.id, deployer.id, secretsUser)
  scope: pepperSecret
  properties: {
    principalId: deployer.id
    principalType: deployer.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

// Without a version, so that a rotated secret is picked up.
output signingKeyUri string = '${vault.properties.vaultUri}secrets/${signingKeySecret.name}'
output pepperUri string = '${vault.properties.vaultUri}secrets/${pepperSecret.name}'
output mlflowCredentialUri string = '${vault.properties.vaultUri}secrets/${mlflowSecret.name}'

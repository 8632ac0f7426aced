// The program's secrets. The first deployment creates them, later deployments keep them, and none outputs them.
//
// Source: three version 4 GUIDs with 122 random bits each, from the generator of the machine in Azure that runs the
// deployment: 366 bits where 256 are required. They arrive as secure parameters, which Azure does not keep in the
// deployment history. To use another source, pass the parameters (base64 of at least 32 bytes) or rotate the secrets as
// docs/deploy.md says. The management plane can write them even when the vault has no public address, through which a
// script on a build agent would have to reach it.
//
// Lifetime: with onlyIfNotExists a later deployment skips a secret that exists. A new signing key would end all sessions;
// a new pepper would invalidate every user's key permanently.
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

// This secret is given and not created here, so a new value replaces the old one.
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

// The deployer registers the first operator, whose key is hashed with the pepper. The deployer does not need the signing key.
resource deployerReadsPepper 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(pepperSecret.id, deployer.id, secretsUser)
  scope: pepperSecret
  properties: {
    principalId: deployer.id
    principalType: deployer.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

// The address names no version, so the program reads a rotated secret.
output signingKeyUri string = '${vault.properties.vaultUri}secrets/${signingKeySecret.name}'
output pepperUri string = '${vault.properties.vaultUri}secrets/${pepperSecret.name}'
output mlflowCredentialUri string = '${vault.properties.vaultUri}secrets/${mlflowSecret.name}'

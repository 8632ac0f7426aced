@export()
@description('Somebody in Microsoft Entra ID.')
type principal = {
  @description('The object id.')
  @minLength(36)
  id: string
  @description('A user\'s principal name, or the name of a service principal or group: its name as a database role.')
  name: string
  type: ('User' | 'ServicePrincipal' | 'Group')
}

@export()
@description('Addresses from the first to the last.')
type addressRange = {
  name: string
  first: string
  last: string
}

@export()
@description('A size of Azure Database for PostgreSQL.')
type databaseSkuType = {
  @description('Such as "Standard_B1ms".')
  name: string
  tier: ('Burstable' | 'GeneralPurpose' | 'MemoryOptimized')
}

@export()
@description('A user, service principal or group in Microsoft Entra ID.')
type principal = {
  @description('The object id.')
  @minLength(36)
  id: string
  @description('A user\'s principal name, or the name of a service principal or group: its name as a database role.')
  name: string
  type: ('User' | 'ServicePrincipal' | 'Group')
}

@export()
@description('A range of addresses, from the first to the last.')
type addressRange = {
  name: string
  first: string
  last: string
}

@export()
@description('A compute size of Azure Database for PostgreSQL.')
type databaseSkuType = {
  @description('The name of the size, such as "Standard_B1ms".')
  name: string
  tier: ('Burstable' | 'GeneralPurpose' | 'MemoryOptimized')
}

@export()
@description('Instances kept ready for one scaling group.')
type alwaysReadyGroup = {
  @description('"http", or "function:" and the name of a function with another trigger.')
  name: string
  @minValue(1)
  instanceCount: int
}

// Tells when a month gets expensive. Tells only: nothing is switched off.
param name string
param amount int
param contactEmails string[]

@description('The month from which it counts. Azure wants the current one when a budget is made, and no other later.')
param firstMonth string = utcNow('yyyy-MM-01')

// Left alone by later deployments, since the first month cannot change: az consumption budget changes the amount.
@onlyIfNotExists()
resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: name
  properties: {
    category: 'Cost'
    timeGrain: 'Monthly'
    amount: amount
    timePeriod: { startDate: firstMonth }
    notifications: {
      spent80: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: contactEmails
      }
      foreseen100: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: contactEmails
      }
    }
  }
}

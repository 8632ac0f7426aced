// Sends a notice when a month gets expensive. It switches nothing off.
param name string
param amount int
param contactEmails string[]

@description('The first month of the budget. Azure requires the current month at creation, and does not allow a change later.')
param firstMonth string = utcNow('yyyy-MM-01')

// Later deployments leave the budget unchanged, because its first month cannot change; az consumption budget changes the amount.
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

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Users;

/// <summary>The body of PUT /users/{user_id}.</summary>
internal sealed record UserBody
{
    [Description("The platform's own identifier; unique. Unchanged if absent.")]
    [MinLength(1), MaxLength(ExternalIds.MaximumLength)]
    public string? ExternalId { get; init; }
}

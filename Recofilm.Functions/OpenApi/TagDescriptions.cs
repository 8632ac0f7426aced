namespace Recofilm.Functions.OpenApi;

/// <summary>The descriptions of the groups of operations.</summary>
internal static class TagDescriptions
{
    /// <summary>Returns a sentence for the API description.</summary>
    /// <exception cref="InvalidOperationException">The group has no description yet.</exception>
    public static string Of(string tag) => tag switch
    {
        "Recommendations" => "Lists for a user, and the user's reactions to them.",
        "Movies" => "The catalogue.",
        "Ratings" => "A user's ratings and dismissals.",
        "Users" => "Users, their keys and their data.",
        "Bulk" => "Imports of many rows at once.",
        "Exports" => "The lists of all users at once.",
        "Models" => "Versions of the model, trainings and experiments.",
        "State" => "The health of the program, and the model that it serves.",
        _ => throw new InvalidOperationException($"The tag {tag} needs a description."),
    };
}

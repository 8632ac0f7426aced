namespace Recofilm.Functions.Requests;

/// <summary>Reads a request's parameters and collects all errors, so that one answer names them all.</summary>
/// <param name="context">The request.</param>
internal sealed class RequestReader(HttpContext context)
{
    private readonly List<FieldError> _errors = [.. RequestFaults.UnknownParameters(context)];

    private BodyShape? _body;

    /// <summary>Reads an integer in the path.</summary>
    public int Path(IntegerParameter parameter)
    {
        if (!parameter.TryParse(context.Request.RouteValues[parameter.Name] as string ?? "", out var value))
            Refuse(parameter);
        return value;
    }

    /// <summary>Reads one of the parameter's words in the path.</summary>
    public string Path(ChoiceParameter parameter)
    {
        var text = context.Request.RouteValues[parameter.Name] as string ?? "";
        if (!parameter.Choices.Contains(text))
            Refuse(parameter);
        return text;
    }

    /// <summary>Reads a movie in the path.</summary>
    public MovieReference PathMovie()
    {
        var (movieId, externalId) = PathReference(MoviePath.Movie);
        return new MovieReference(movieId, externalId);
    }

    /// <summary>Reads an identifier or external identifier in the path.</summary>
    public (int Id, string? ExternalId) PathReference(ReferenceParameter parameter)
    {
        if (!ReferenceParameter.TryParse(
            context.Request.RouteValues[parameter.Name] as string ?? "", out var id, out var externalId))
            Refuse(parameter);
        return (id, externalId);
    }

    /// <summary>Reads an integer of the query that has a default.</summary>
    public int Query(IntegerParameter parameter) => OptionalQuery(parameter) ?? parameter.Default!.Value;

    /// <summary>Reads an integer of the query, or <see langword="null"/> when it is absent.</summary>
    public int? OptionalQuery(IntegerParameter parameter)
    {
        if (Single(parameter) is not { } text)
            return null;
        if (parameter.TryParse(text, out var value))
            return value;
        Refuse(parameter);
        return null;
    }

    /// <summary>Reads a number from 0 to 1 of the query.</summary>
    public double Query(ShareParameter parameter)
    {
        if (Single(parameter) is not { } text)
            return parameter.Default;
        if (!ShareParameter.TryParse(text, out var value))
            Refuse(parameter);
        return value;
    }

    /// <summary>Reads a Boolean of the query.</summary>
    public bool Query(FlagParameter parameter)
    {
        if (Single(parameter) is not { } text)
            return false;
        if (!bool.TryParse(text, out var value))
            Refuse(parameter);
        return value;
    }

    /// <summary>Reads the texts of a repeatable parameter; empty when it is absent.</summary>
    public string[] Query(TextParameter parameter)
    {
        string[] texts = [.. context.Request.Query[parameter.Name].Select(text => text ?? "")];
        if (texts.Length > parameter.MaximumCount || !Array.TrueForAll(texts, parameter.Allows))
            Refuse(parameter);
        return texts;
    }

    /// <summary>Reads the identifiers of a repeatable parameter, or <see langword="null"/> when it is absent.</summary>
    public IReadOnlyList<int>? Query(IntegerListParameter parameter)
    {
        var values = context.Request.Query[parameter.Name];
        if (values.Count == 0)
            return null;
        var identifiers = new List<int>();
        foreach (var text in values.SelectMany(value => (value ?? "").Split(',')))
        {
            if (!IntegerListParameter.TryParse(text, out var identifier) || identifiers.Count == parameter.MaximumCount)
            {
                Refuse(parameter);
                break;
            }

            identifiers.Add(identifier);
        }

        return identifiers;
    }

    /// <summary>Reads one of the parameter's words; the first when it is absent.</summary>
    public string Query(ChoiceParameter parameter)
    {
        var text = Single(parameter) ?? parameter.Choices[0];
        if (!parameter.Choices.Contains(text))
            Refuse(parameter);
        return text;
    }

    /// <summary>Checks and returns an optional integer field of the body that has a default.</summary>
    public int Field(IntegerParameter parameter, int? value) => OptionalField(parameter, value) ?? parameter.Default!.Value;

    /// <summary>Checks and returns an integer field of the body; <see langword="null"/> when it is absent.</summary>
    public int? OptionalField(IntegerParameter parameter, int? value)
    {
        if (value is { } given && !parameter.Allows(given))
            Refuse(parameter);
        return value;
    }

    /// <summary>Checks and returns the texts of a field of the body; <see langword="null"/> means none.</summary>
    public IReadOnlyList<string> Field(TextParameter parameter, IReadOnlyList<string?>? values)
    {
        values ??= [];
        if (values.Count > parameter.MaximumCount || !values.All(parameter.Allows))
            Refuse(parameter);
        return values!;
    }

    /// <summary>Checks and returns the identifiers of a field of the body; <see langword="null"/> means none.</summary>
    public IReadOnlyList<int> Field(IntegerListParameter parameter, IReadOnlyList<int>? values)
    {
        if (values is not null && !parameter.Allows(values))
            Refuse(parameter);
        return values ?? [];
    }

    /// <summary>Checks and returns a movie that a body names by one of two fields.</summary>
    /// <param name="movieId">The field <c>movie_id</c>.</param>
    /// <param name="externalId">The field <c>movie_external_id</c>.</param>
    /// <param name="prefix">The path of the object that has both.</param>
    public MovieReference FieldMovie(int? movieId, string? externalId, string prefix = "")
    {
        const string ExternalName = "movie_external_id";
        Check(movieId is null || MoviePath.MovieId.Allows(movieId.Value), prefix + "movie_id", MoviePath.MovieId.Expectation);
        Check(externalId is null || ExternalIds.Field.Allows(externalId), prefix + ExternalName, ExternalIds.Field.Expectation);
        Check(movieId is not null || externalId is not null, prefix + "movie_id", $"or {ExternalName} is required");
        Check(movieId is null || externalId is null, prefix + ExternalName, "must not be given together with movie_id");
        return new MovieReference(movieId ?? 0, externalId);
    }

    /// <summary>Checks and returns a text field of the body; <see langword="null"/> when it is absent.</summary>
    public string? OptionalField(TextParameter parameter, string? value)
    {
        if (value is not null && !parameter.Allows(value))
            Refuse(parameter);
        return value;
    }

    /// <summary>Checks a field of the body, or a rule that the parameters do not express.</summary>
    /// <param name="isValid">Whether the value is valid.</param>
    /// <param name="field">The field to name in the error.</param>
    /// <param name="expectation">The constraint: "must be …".</param>
    public void Check(bool isValid, string field, string expectation)
    {
        if (!isValid)
            _errors.Add(new FieldError(field, expectation));
    }

    /// <summary>Adds the errors of the body that follow from its type.</summary>
    public void Add(BodyShape body)
    {
        _body = body;
        _errors.AddRange(body.Faults);
    }

    /// <summary>
    /// Ends the request if there are errors; names each field once, in the order of the body, and at most
    /// <see cref="BodyShape.MaximumFaults"/> of them.
    /// </summary>
    /// <exception cref="ProblemException">There are errors.</exception>
    public void ThrowIfInvalid()
    {
        if (_errors.Count == 0)
            return;
        var errors = _errors.DistinctBy(error => error.Field);
        throw RequestFaults.Invalid(
            [.. (_body is null ? errors : errors.OrderBy(_body.PlaceOf)).Take(BodyShape.MaximumFaults)]);
    }

    private string? Single(Parameter parameter)
    {
        var values = context.Request.Query[parameter.Name];
        if (values.Count > 1)
            Refuse(parameter);
        return values.Count == 0 ? null : values[0];
    }

    private void Refuse(Parameter parameter) => _errors.Add(new FieldError(parameter.Name, parameter.Expectation));
}

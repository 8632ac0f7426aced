using Recofilm.Functions.Errors;

namespace Recofilm.Functions.Requests;

/// <summary>Reads a request's parameters and collects everything that is wrong, so that one answer names it all.</summary>
/// <param name="context">The request.</param>
internal sealed class RequestReader(HttpContext context)
{
    private readonly List<FieldError> _errors = [];

    /// <summary>A part of the path; anything but the integer expected is an error.</summary>
    public int Path(IntegerParameter parameter)
    {
        if (!parameter.TryParse(context.Request.RouteValues[parameter.Name] as string ?? "", out var value))
            Refuse(parameter);
        return value;
    }

    /// <summary>An integer of the query that has a default.</summary>
    public int Query(IntegerParameter parameter) => OptionalQuery(parameter) ?? parameter.Default!.Value;

    /// <summary>An integer of the query, or <see langword="null"/> when it is absent.</summary>
    public int? OptionalQuery(IntegerParameter parameter)
    {
        if (Single(parameter) is not { } text)
            return null;
        if (parameter.TryParse(text, out var value))
            return value;
        Refuse(parameter);
        return null;
    }

    /// <summary>A number from 0 to 1 of the query.</summary>
    public double Query(ShareParameter parameter)
    {
        if (Single(parameter) is not { } text)
            return parameter.Default;
        if (!ShareParameter.TryParse(text, out var value))
            Refuse(parameter);
        return value;
    }

    /// <summary>True or false from the query.</summary>
    public bool Query(FlagParameter parameter)
    {
        if (Single(parameter) is not { } text)
            return false;
        if (!bool.TryParse(text, out var value))
            Refuse(parameter);
        return value;
    }

    /// <summary>The texts of a parameter that may be repeated; empty when it is absent.</summary>
    public string[] Query(TextParameter parameter)
    {
        string[] texts = [.. context.Request.Query[parameter.Name].Select(text => text ?? "")];
        if (texts.Length > parameter.MaximumCount || !Array.TrueForAll(texts, parameter.Allows))
            Refuse(parameter);
        return texts;
    }

    /// <summary>One of the parameter's words; the first when it is absent.</summary>
    public string Query(ChoiceParameter parameter)
    {
        var text = Single(parameter) ?? parameter.Choices[0];
        if (!parameter.Choices.Contains(text))
            Refuse(parameter);
        return text;
    }

    /// <summary>An optional integer field of the body that has a default.</summary>
    public int Field(IntegerParameter parameter, int? value) => OptionalField(parameter, value) ?? parameter.Default!.Value;

    /// <summary>An integer of a field of the body, or <see langword="null"/> when it is absent.</summary>
    public int? OptionalField(IntegerParameter parameter, int? value)
    {
        if (value is { } given && !parameter.Allows(given))
            Refuse(parameter);
        return value;
    }

    /// <summary>The texts of a field of the body; <see langword="null"/> means none.</summary>
    public IReadOnlyList<string> Field(TextParameter parameter, IReadOnlyList<string?>? values)
    {
        values ??= [];
        if (values.Count > parameter.MaximumCount || !values.All(parameter.Allows))
            Refuse(parameter);
        return values!;
    }

    /// <summary>Checks something that the parameters do not express, or a field of the body.</summary>
    /// <param name="isValid">Whether the value is acceptable.</param>
    /// <param name="field">The field at fault otherwise.</param>
    /// <param name="expectation">What it must be: "must be …".</param>
    public void Check(bool isValid, string field, string expectation)
    {
        if (!isValid)
            _errors.Add(new FieldError(field, expectation));
    }

    /// <summary>Ends the request when anything was wrong.</summary>
    /// <exception cref="ProblemException">Something was.</exception>
    public void ThrowIfInvalid()
    {
        if (_errors.Count == 0)
            return;
        var detail = string.Join("; ", _errors.Select(error => $"{error.Field} {error.Detail}")) + ".";
        throw new ProblemException(new Problem(ProblemType.InvalidParameter, detail, [.. _errors]));
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

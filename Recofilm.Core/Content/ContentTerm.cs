namespace Recofilm.Core.Content;

/// <summary>One dimension of the content space.</summary>
/// <param name="Field">The source of the term.</param>
/// <param name="Text">A genre as the catalogue spells it; a tag, title word or year in lower case.</param>
public readonly record struct ContentTerm(ContentField Field, string Text);

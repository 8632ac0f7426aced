using System.ComponentModel.DataAnnotations;
using Recofilm.Core.Configuration;

namespace Recofilm.Functions.OpenApi;

/// <summary>Restricts a text to the names of an enumeration's members, in snake_case.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamesOfAttribute<T>() : AllowedValuesAttribute([.. SnakeCase.NamesOf<T>()])
    where T : struct, Enum;

using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Tests.Database;

public sealed class UserKeysTests
{
    // 32 bytes of 0x0b and of 0x0c.
    private const string Pepper = "CwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCws=";
    private const string OtherPepper = "DAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw=";

    [Fact]
    public void A_key_is_256_bits_of_base64url_and_never_the_same()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => UserKeys.Create()).ToList();
        Assert.All(keys, key => Assert.Matches("^[A-Za-z0-9_-]{43}$", key));
        Assert.Distinct(keys);
    }

    [Fact]
    public void The_hash_is_the_hmac_sha256_under_the_pepper()
    {
        // printf 'Hi There' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b0b… (32 bytes)
        Assert.Equal(
            "198A607EB44BFBC69903A0F1CF2BBDC5BA0AA3F3D9AE3C1C7A3B1696A0B68CF7",
            Convert.ToHexString(new UserKeys(Pepper).Hash("Hi There")));
    }

    [Fact]
    public void Only_the_right_key_under_the_right_pepper_matches()
    {
        var keys = new UserKeys(Pepper);
        var stored = keys.Hash("right");
        Assert.True(keys.Matches("right", stored));
        Assert.False(keys.Matches("wrong", stored));
        Assert.False(new UserKeys(OtherPepper).Matches("right", stored));
    }

    [Fact]
    public void Nothing_matches_a_user_without_a_key()
    {
        var keys = new UserKeys(Pepper);
        Assert.False(keys.Matches("right", storedHash: null));
        Assert.False(keys.Matches("", storedHash: null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("CwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCw==")]
    public void A_short_or_malformed_pepper_is_refused(string pepper)
    {
        var exception = Assert.Throws<ArgumentException>(() => new UserKeys(pepper));
        Assert.StartsWith("A pepper must be at least 32 bytes in base64.", exception.Message, StringComparison.Ordinal);
    }
}

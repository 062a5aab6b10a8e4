namespace SerLab.Tests.Architecture;

public class RoomTests
{
    private const string PlantedRoot = "SerLab.Tests.Architecture.Planted";

    private static readonly Lazy<IReadOnlyList<CodeReference>> LibraryCode = new(() => CompiledCode.References(Repository.Library, "SerLab"));
    private static readonly Lazy<IReadOnlyList<CodeReference>> PlantedCode = new(() => CompiledCode.References(typeof(RoomTests).Assembly.Location, PlantedRoot));

    [Fact]
    public void Rooms_use_only_the_rooms_that_the_table_gives_them() => Rule.Holds(RoomRules.Uses(LibraryCode.Value, "SerLab"));

    [Fact]
    public void Only_five_rooms_reach_files() => Rule.Holds(RoomRules.FileAccess(LibraryCode.Value, "SerLab"));

    [Fact]
    public void Only_the_store_uses_SQLite() => Rule.Holds(RoomRules.Sqlite(LibraryCode.Value, "SerLab"));

    [Fact]
    public void The_walk_sees_what_the_library_is_known_to_name()
    {
        var sentences = LibraryCode.Value.Select(reference => reference.ToString()).ToArray();
        Assert.Contains("SerLab.Corpora.Utterance.Read uses SerLab.Audio.Sound.ToClip", sentences);
        Assert.Contains(sentences, sentence => sentence.StartsWith("SerLab.Numerics.Workers.ForEach uses System.Threading.Thread.Join", StringComparison.Ordinal));
    }

    [Fact]
    public void The_README_shows_the_same_table()
    {
        var path = Path.Combine(Repository.Root, "README.md");
        Assert.True(File.Exists(path), "README.md is missing; it shows the map of the rooms");
        var rooms = RoomTable.Parse(File.ReadAllText(path));
        Assert.True(rooms.Count > 0, "README.md has no table that begins with \"| folder = namespace\"; copy the one in RoomTable.cs");
        Assert.Equal(RoomTable.Rooms, rooms);
    }

    [Fact]
    public void Every_folder_of_the_library_is_a_room()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src", "SerLab")).Select(path => Path.GetFileName(path)!).Except(["bin", "obj"]);
        Assert.Empty(folders.Except(RoomTable.Rooms.Select(room => room.Name)));
    }

    [Fact]
    public void A_table_with_another_word_is_another_table()
    {
        const string Table = "| folder = namespace | takes | gives | may use |\n|---|---|---|---|\n| `Options` | | recipes | nothing |\n| `Audio` | a file | clip | Options |\n\ntext";
        Assert.Equal([new Room("Options", "", "recipes", "nothing"), new Room("Audio", "a file", "clip", "Options")], RoomTable.Parse(Table));
        Assert.Empty(RoomTable.Parse("no table"));
    }

    [Fact]
    public void Rooms_above_are_those_that_come_before()
    {
        Assert.Equal(["Audio", "Numerics", "Options"], RoomTable.MayUse("Audio").Order());
        Assert.Equal(["Audio", "Corpora", "Enhancement", "Features", "Numerics", "Options", "Tables"], RoomTable.MayUse("Tables").Order());
        Assert.DoesNotContain("Store", RoomTable.MayUse("Runs"));
    }

    [Theory]
    [InlineData("NamesAudio uses SerLab.Audio.IRecording")]
    [InlineData("NamesAudio uses SerLab.Audio.Clip")]
    [InlineData("NamesAudio.inField uses SerLab.Audio.Clip")]
    [InlineData("NamesAudio.Read uses SerLab.Audio.ChannelMix")]
    [InlineData("NamesAudio.InBody uses SerLab.Audio.Clip.get_DurationSeconds()")]
    [InlineData("NamesAudio.InHalfQualifiedName uses SerLab.Audio.MemoryRecording")]
    [InlineData("NamesAudio.<InLambda>b__0 uses SerLab.Audio.Clip.get_SampleRateHz()")]
    [InlineData("NamesAudio.InGenericCall uses SerLab.Audio.FileRecording")]
    [InlineData("NamesAudio.InTypeOf uses SerLab.Audio.ChannelMix")]
    [InlineData("NamesAudio.MoveNext uses SerLab.Audio.Clip.get_SampleRateHz()")]
    [InlineData("NamesAudio.InSwitch uses SerLab.Audio.Clip")]
    [InlineData("NamesAudio.InConstraint uses SerLab.Audio.IRecording")]
    public void A_forbidden_room_is_found_wherever_it_is_named(string sentence) =>
        Assert.Contains($"Numerics may not use Audio: {PlantedRoot}.Numerics.{sentence}", RoomRules.Uses(PlantedCode.Value, PlantedRoot));

    [Fact]
    public void A_type_outside_the_rooms_is_found() => Assert.Contains($"{PlantedRoot}.Attic.Homeless.Answer is in no room of the table", RoomRules.Uses(PlantedCode.Value, PlantedRoot));

    [Theory]
    [InlineData("ReadsText", "File.ReadAllText(String)")]
    [InlineData("OpensStream", "FileStream..ctor(String, FileMode)")]
    [InlineData("OpensReader", "StreamReader..ctor(String)")]
    [InlineData("ListsFolder", "Directory.GetFiles(String)")]
    [InlineData("AsksFolder", "FileSystemInfo.get_Exists()")]
    [InlineData("AsksFile", "FileInfo.get_Length()")]
    [InlineData("MakesName", "Path.GetTempFileName()")]
    [InlineData("Maps", "MemoryMappedFile.CreateFromFile(String)")]
    [InlineData("StartsProgram", "Process.Start(String)")]
    public void File_access_in_another_room_is_found(string member, string use) =>
        Assert.Contains(RoomRules.FileAccess(PlantedCode.Value, PlantedRoot), sentence => sentence.Contains($"Options.ReachesFiles.{member} uses System.", StringComparison.Ordinal) && sentence.EndsWith(use, StringComparison.Ordinal));

    [Fact]
    public void SQLite_in_another_room_is_found() =>
        Assert.Contains(RoomRules.Sqlite(PlantedCode.Value, PlantedRoot), sentence => sentence.Contains("Reports.UsesSqlite.Opens", StringComparison.Ordinal));

    [Fact]
    public void Code_that_keeps_to_its_rooms_is_left_alone()
    {
        var sentences = RoomRules.Uses(PlantedCode.Value, PlantedRoot).Concat(RoomRules.FileAccess(PlantedCode.Value, PlantedRoot)).Concat(RoomRules.Sqlite(PlantedCode.Value, PlantedRoot)).ToArray();
        Assert.DoesNotContain(sentences, sentence => sentence.Contains("KeepsToItsRooms", StringComparison.Ordinal) || sentence.Contains("Planted.Store", StringComparison.Ordinal));
        Assert.Contains(PlantedCode.Value, reference => reference.ToString().Contains("KeepsToItsRooms.InBody uses SerLab.Audio.Clip", StringComparison.Ordinal));
        Assert.Contains(PlantedCode.Value, reference => reference.ToString().Contains("Store.UsesSqlite.Opens uses Microsoft.Data.Sqlite", StringComparison.Ordinal));
    }
}

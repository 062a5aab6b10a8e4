using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>Corpora whose file names tell everything; names are those of the real distributions.</summary>
public sealed class NamedCorporaTests
{
    [Fact]
    public void Reads_EmoDb()
    {
        using var tree = new TempTree("wav/03a01Fa.wav", "wav/08b10Wd.WAV", "wav/16a07Td.wav", "wav/11a02Lb.wav", "wav/09a05Nb.wav", "wav/10b03Aa.wav", "wav/14b01Ec.wav", "silb/03a01Fa.silb", "laryngograph/03a01Faxx.wav");
        var corpus = new EmoDbOptions(tree.Path).Load();
        Assert.Equal(
            ["03a01Fa happiness emodb/03 Male a01 de", "08b10Wd anger emodb/08 Female b10 de", "09a05Nb neutral emodb/09 Female a05 de", "10b03Aa fear emodb/10 Male b03 de",
             "11a02Lb boredom emodb/11 Male a02 de", "14b01Ec disgust emodb/14 Female b01 de", "16a07Td sadness emodb/16 Female a07 de"],
            Told(corpus));
        Assert.Equal(Told(corpus), Told(new EmoDbOptions(tree["wav"]).Load()));
        Assert.All(corpus.Utterances, utterance => Assert.Null(utterance.Votes));
    }

    [Fact]
    public void Reads_the_share_of_listeners_that_EmoDbs_table_states()
    {
        using var tree = new TempTree("wav/03a01Fa.wav", "wav/03a01Wa.wav", "wav/08a01Na.wav");
        var table = tree.Write("listening-test.tsv", "Nr.\tSatz\terkannt\tnatuerlich\n1  \t03a01Fa.wav\t90,00\u00A0\u00A0\t75,00  \n2\t03a01Wa.wav\t100,00\t95,00\n");
        foreach (var folder in new[] { tree.Path, tree["wav"], tree["wav"] + "/" })
        {
            var corpus = new EmoDbOptions(folder).Load();
            Assert.Equal(0.9, corpus.Utterances[0].Votes!["happiness"], 12);
            Assert.Equal(1.0, corpus.Utterances[1].Votes!["anger"], 12);
            Assert.Null(corpus.Utterances[2].Votes);
        }

        File.WriteAllText(table, "Nr.\tSatz\terkannt\tnatuerlich\n1\t03a01Fa.wav\tninety\t75,00\n");
        Assert.Contains("(row 2): \"1\t03a01Fa.wav\tninety\t75,00\" is not", Refusal(() => new EmoDbOptions(tree.Path).Load()));
    }

    [Fact]
    public void Reads_Ravdess_speech_and_leaves_songs_out()
    {
        using var tree = new TempTree(
            "Actor_01/03-01-01-01-01-01-01.wav", "Actor_01/03-01-02-01-02-02-01.wav", "Actor_02/03-01-08-02-01-01-02.wav", "Actor_24/03-01-05-02-02-02-24.wav",
            "Actor_01/03-02-03-01-01-01-01.wav", "Actor_01/01-01-01-01-01-01-01.mp4");
        Assert.Equal(
            ["03-01-01-01-01-01-01 neutral ravdess/01 Male kids en", "03-01-02-01-02-02-01 calm ravdess/01 Male dogs en",
             "03-01-05-02-02-02-24 anger ravdess/24 Female dogs en", "03-01-08-02-01-01-02 surprise ravdess/02 Female kids en"],
            Told(new RavdessOptions(tree.Path).Load()));
    }

    [Theory]
    [InlineData(CalmPolicy.Keep, "neutral calm")]
    [InlineData(CalmPolicy.MergeIntoNeutral, "neutral neutral")]
    [InlineData(CalmPolicy.Drop, "neutral")]
    public void Treats_calm_as_told(CalmPolicy calm, string labels)
    {
        using var tree = new TempTree("03-01-01-01-01-01-01.wav", "03-01-02-01-01-01-01.wav");
        Assert.Equal(labels, string.Join(' ', new RavdessOptions(tree.Path, calm).Load().Utterances.Select(utterance => utterance.Label)));
    }

    [Fact]
    public void Writes_calm_as_a_word()
    {
        var read = RecipeJson.BuiltIn.Read<CorpusOptions>("""{ "kind": "ravdess", "path": "x", "calm": "merge-into-neutral" }""", "spec");
        Assert.Equal(new RavdessOptions("x", CalmPolicy.MergeIntoNeutral), read);
    }

    [Fact]
    public void Refuses_sound_tracks_of_Ravdess_videos_because_they_are_the_same_takes()
    {
        using var tree = new TempTree("03-01-01-01-01-01-01.wav", "01-01-01-01-01-01-01.wav");
        var refusal = Refusal(() => new RavdessOptions(tree.Path).Load());
        Assert.Contains("1 of 2 names are not ravdess's: 01-01-01-01-01-01-01", refusal);
        Assert.Contains("the videos' sound tracks: the same takes again", refusal);
    }

    [Theory]
    [InlineData("AudioData/DC/a01.wav", "AudioData/KL/sa15.wav", "AudioData/JE/su03.wav", "AudioData/JK/n30.wav")]
    [InlineData("DC_a01.wav", "KL_sa15.wav", "JE_su03.wav", "JK_n30.wav")]
    public void Reads_both_layouts_of_Savee(params string[] files)
    {
        using var tree = new TempTree(files);
        Assert.Equal(
            ["DC_a01 anger savee/DC Male a01 en", "JE_su03 surprise savee/JE Male su03 en", "JK_n30 neutral savee/JK Male n30 en", "KL_sa15 sadness savee/KL Male sa15 en"],
            Told(new SaveeOptions(tree.Path).Load()));
    }

    [Fact]
    public void Reads_Tess_with_its_misspelt_file()
    {
        using var tree = new TempTree("TESS data/OAF_angry/OAF_back_angry.wav", "TESS data/OAF_Pleasant_surprise/OAF_neat_ps.wav", "TESS data/OAF_neutral/OA_bite_neutral.wav", "YAF_sad/YAF_youth_sad.wav");
        Assert.Equal(
            ["OAF_back_angry anger tess/OAF Female back en", "OAF_neat_ps surprise tess/OAF Female neat en", "OA_bite_neutral neutral tess/OAF Female bite en", "YAF_youth_sad sadness tess/YAF Female youth en"],
            Told(new TessOptions(tree.Path).Load()));
    }

    [Fact]
    public void Reads_CremaD_once_though_it_comes_in_two_formats()
    {
        using var tree = new TempTree("AudioWAV/1001_DFA_ANG_XX.wav", "AudioMP3/1001_DFA_ANG_XX.mp3", "AudioWAV/1040_ITH_SAD_X.wav", "AudioWAV/1091_IEO_HAP_HI.wav", "AudioWAV/1002_IWW_FEA_XX.wav");
        Assert.Equal(
            ["1001_DFA_ANG_XX anger crema-d/1001 Male DFA en", "1002_IWW_FEA_XX fear crema-d/1002 Female IWW en", "1040_ITH_SAD_X sadness crema-d/1040 Male ITH en", "1091_IEO_HAP_HI happiness crema-d/1091 Female IEO en"],
            Told(new CremaDOptions(tree.Path).Load()));
    }

    [Fact]
    public void Knows_48_men_and_43_women_of_CremaD()
    {
        using var tree = new TempTree([.. Enumerable.Range(1001, 92).Select(actor => $"{actor}_DFA_NEU_XX.wav")]);
        var genders = new CremaDOptions(tree.Path).Load().Utterances.GroupBy(utterance => utterance.Gender).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal((48, 43, 1), (genders[Gender.Male], genders[Gender.Female], genders[Gender.Unknown]));
    }

    [Fact]
    public void Reads_Emovo()
    {
        using var tree = new TempTree("f1/dis-f1-b1.wav", "m3/gio-m3-l4.wav", "m1/pau-m1-n5.wav", "f2/rab-f2-d2.wav", "f2/sor-f2-b3.wav", "f3/tri-f3-l1.wav", "f3/neu-f3-l1.wav", "Documents/EMOVO.pdf");
        Assert.Equal(
            ["dis-f1-b1 disgust emovo/f1 Female b1 it", "gio-m3-l4 happiness emovo/m3 Male l4 it", "neu-f3-l1 neutral emovo/f3 Female l1 it", "pau-m1-n5 fear emovo/m1 Male n5 it",
             "rab-f2-d2 anger emovo/f2 Female d2 it", "sor-f2-b3 surprise emovo/f2 Female b3 it", "tri-f3-l1 sadness emovo/f3 Female l1 it"],
            Told(new EmovoOptions(tree.Path).Load()));
    }

    [Fact]
    public void Reads_Urdu()
    {
        using var tree = new TempTree("Angry/SM1_F10_A010.wav", "Happy/SF6_F1_H025.wav", "Neutral/SM5_F72_N0100.wav", "Sad/SM6_F4_S0100.wav");
        Assert.Equal(
            ["SF6_F1_H025 happiness urdu/SF6 Female - ur", "SM1_F10_A010 anger urdu/SM1 Male - ur", "SM5_F72_N0100 neutral urdu/SM5 Male - ur", "SM6_F4_S0100 sadness urdu/SM6 Male - ur"],
            Told(new UrduOptions(tree.Path).Load()));
    }

    [Fact]
    public void Ignores_what_operating_systems_leave_behind()
    {
        using var tree = new TempTree("03a01Fa.wav", "._03a01Fa.wav", ".hidden/x.wav", "__MACOSX/03a01Fa.wav", "readme.txt");
        Assert.Single(new EmoDbOptions(tree.Path).Load().Utterances);
    }

    [Fact]
    public void Names_files_it_does_not_understand_with_the_pattern_and_the_cure()
    {
        using var tree = new TempTree("03a01Fa.wav", "1.wav", "2.wav", "3.wav", "4.wav", "5.wav", "6.flac");
        var refusal = Refusal(() => new EmoDbOptions(tree.Path).Load());
        Assert.Contains("6 of 7 names are not emodb's: 1, 2, 3, 4, 5 and 1 more.", refusal);
        Assert.Contains("03a01Fa.wav", refusal);
        Assert.Contains("Move these files away, or use the corpus kind that fits", refusal);
    }

    [Fact]
    public void Refuses_a_corpus_that_was_unpacked_with_a_copy_inside()
    {
        using var tree = new TempTree("Actor_01/03-01-01-01-01-01-01.wav", "audio_speech_actors_01-24/Actor_01/03-01-01-01-01-01-01.wav");
        Assert.Contains("1 recordings are there more than once", Refusal(() => new RavdessOptions(tree.Path).Load()));
        Assert.Contains("point ravdess at one copy", Refusal(() => new RavdessOptions(tree.Path).Load()));
    }

    [Fact]
    public void Says_when_there_is_no_folder_or_nothing_in_it()
    {
        using var tree = new TempTree("readme.txt");
        Assert.Contains("no audio file is in this folder", Refusal(() => new TessOptions(tree.Path).Load()));
        Assert.Contains("there is no such folder; check the path", Refusal(() => new TessOptions(tree["none"]).Load()));
        Assert.Contains("this is a file; give the folder", Refusal(() => new TessOptions(tree["readme.txt"]).Load()));
        using var songs = new TempTree("03-02-03-01-01-01-01.wav");
        Assert.Contains("none of the 1 files is one that ravdess takes", Refusal(() => new RavdessOptions(songs.Path).Load()));
    }

    [Fact]
    public void Every_kind_with_a_path_refuses_an_empty_one()
    {
        CorpusOptions[] kinds = [new EmoDbOptions(""), new RavdessOptions(""), new SaveeOptions(""), new TessOptions(""), new CremaDOptions(""), new EmovoOptions(""), new UrduOptions(""), new FolderPerLabelOptions(""), new ManifestOptions("")];
        Assert.All(kinds, kind => Assert.Contains("Path is empty; give", Assert.Throws<OptionsException>(kind.Validate).Message));
    }

    [SharedFact]
    public void The_real_EmoDb_has_its_published_counts()
    {
        var corpus = new EmoDbOptions(Shared.EmoDb).Load();
        var info = CorpusInfo.Describe(corpus);
        Assert.Equal(535, info.UtteranceCount);
        Assert.Equal(10, info.Speakers.Count);
        Assert.Equal(["anger 127", "boredom 81", "neutral 79", "happiness 71", "fear 69", "sadness 62", "disgust 46"], info.Labels.Select(count => $"{count.Value} {count.Utterances}"));
        Assert.Equal(["female 302", "male 233"], info.Genders.Select(count => $"{count.Value} {count.Utterances}"));
        Assert.Equal(10, info.Texts.Count);
        Assert.Equal(535, corpus.Utterances.Count(utterance => utterance.Votes is { Count: 1 } votes && votes[utterance.Label] >= 0.8));
        Assert.Empty(info.Warnings);
    }

    private static IEnumerable<string> Told(Corpus corpus) =>
        corpus.Utterances.Select(utterance => $"{utterance.Id} {utterance.Label} {utterance.Speaker} {utterance.Gender} {utterance.Text ?? "-"} {utterance.Language}");

    private static string Refusal(Action load) => Assert.Throws<BadInputException>(load).Message;
}

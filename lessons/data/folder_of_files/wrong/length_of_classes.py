# expects: the number of classes
# fails: counts the .npy files
class Folder:
    def __init__(self, root):
        self.classes = sorted(
            p.name for p in root.iterdir() if p.is_dir()
        )

    def __len__(self):
        return len(self.classes)

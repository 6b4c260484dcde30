# expects: Files of another kind lie beside them
class Folder:
    def __init__(self, root):
        self.classes = sorted(
            p.name for p in root.iterdir() if p.is_dir()
        )
        self.files = sorted(p for p in root.glob("*/*"))

    def __len__(self):
        return len(self.files)
